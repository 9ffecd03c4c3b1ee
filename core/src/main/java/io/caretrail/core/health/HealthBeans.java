package io.caretrail.core.health;

import io.caretrail.core.health.Health.Vitals;
import io.caretrail.core.trail.TrailCounters.Delivered;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The MBeans of one trail: the only class that touches the MBean server. Not thread-safe. */
final class HealthBeans {

    private static final Pattern TO_BE_QUOTED = Pattern.compile("[,=:\"*?\\n]|^$");
    private static final int MOST_OF_ONE_NAME = 1000;

    private final MBeanServer server;
    private final Supplier<Vitals> vitals;
    private final InstantSource clock;
    private final String name;
    private final ObjectName trail;
    private final Map<String, Shown> destinations = new HashMap<>();

    private record Shown(ObjectName name, DestinationHealth bean) {}

    /** @throws IllegalStateException when the MBean server refuses */
    HealthBeans(String name, Supplier<Vitals> vitals, InstantSource clock) {
        this.vitals = vitals;
        this.clock = clock;
        server = ManagementFactory.getPlatformMBeanServer();
        TrailHealth bean = new TrailHealth(vitals);
        for (int n = 1; ; n++) {
            String unique = n == 1 ? name : name + "-" + n;
            ObjectName wanted = objectName("type=Trail,name=" + value(unique));
            if (register(bean, wanted)) {
                this.name = unique;
                trail = wanted;
                return;
            }
            if (n == MOST_OF_ONE_NAME) {
                throw new IllegalStateException(wanted + " and all before it are taken");
            }
        }
    }

    /** Shows these destinations and no others. */
    void follow(List<Delivered> now) {
        Set<String> keys = new HashSet<>();
        for (Delivered destination : now) {
            keys.add(destination.key());
            destinations
                    .computeIfAbsent(destination.key(), key -> show(destination))
                    .bean()
                    .observe(destination);
        }
        destinations.values().removeIf(shown -> {
            boolean gone = !keys.contains(shown.bean().key());
            if (gone) {
                unregister(shown.name());
            }
            return gone;
        });
    }

    private Shown show(Delivered first) {
        DestinationHealth bean = new DestinationHealth(first, vitals, clock);
        ObjectName wanted = objectName("type=Destination,trail=" + value(name) + ",key=" + value(first.key()));
        if (!register(bean, wanted)) {
            throw new IllegalStateException(wanted + " is taken");
        }
        return new Shown(wanted, bean);
    }

    /** Returns false when the name is taken. */
    private boolean register(Object bean, ObjectName wanted) {
        try {
            server.registerMBean(bean, wanted);
            return true;
        } catch (InstanceAlreadyExistsException taken) {
            return false;
        } catch (JMException e) {
            throw new IllegalStateException(wanted + " is refused by the MBean server: " + e, e);
        }
    }

    private void unregister(ObjectName name) {
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException someoneElseDid) {
            // It is gone, as is wanted.
        } catch (JMException e) {
            throw new IllegalStateException(name + " cannot be taken from the MBean server: " + e, e);
        }
    }

    private static ObjectName objectName(String keys) {
        try {
            return new ObjectName("io.caretrail:" + keys);
        } catch (JMException e) {
            throw new IllegalStateException(keys + " makes no name of an MBean: " + e, e);
        }
    }

    private static String value(String text) {
        return TO_BE_QUOTED.matcher(text).find() ? ObjectName.quote(text) : text;
    }

    void close() {
        unregister(trail);
        destinations.values().forEach(shown -> unregister(shown.name()));
    }
}
