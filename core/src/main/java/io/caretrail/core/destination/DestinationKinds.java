package io.caretrail.core.destination;

import java.util.List;
import java.util.ServiceLoader;

/** The kinds of destination there are. */
public final class DestinationKinds {

    private DestinationKinds() {}

    /** All kinds that can be found, ours and those that others have added; immutable. */
    public static List<DestinationKind> available() {
        // The loader we are from, not the thread's: that one is the application's.
        return ServiceLoader.load(DestinationKind.class, DestinationKind.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
