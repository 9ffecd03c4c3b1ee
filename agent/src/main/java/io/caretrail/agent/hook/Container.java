package io.caretrail.agent.hook;

import java.util.List;

/**
 * A server that the agent knows: its hook points, and the class that stands behind them. Immutable.
 *
 * @param name as operators know it: {@code Tomcat}
 * @param anchor a class of the server from whose class loader all that the hooks refer to can be seen; where the points
 *     name classes, the one without which no request is answered: once it is hooked, the server's requests are audited,
 *     and where it cannot be seen, a class of the same name is another server's or another generation's. Where nothing
 *     begins, it is a class that is not hooked, and the server is found by another container of that name
 * @param witness a class that can be seen beside the anchor, and that is in no other server with a class of the anchor's
 *     name; the anchor itself where no other has that name
 * @param fallback whether the points name interfaces, hooked in every class that implements them, unless a container
 *     that is known by its own classes is there
 * @param javax whether {@code jakarta.servlet} in our classes is to be read as {@code javax.servlet}
 * @param points of one class all must fit, or none of that class is applied
 * @param hooksClass name of the {@link ContainerHooks}; loaded by a {@link HookLoader}, where it sees the server's classes
 * @param hooksPackages beginnings of the names of the classes that refer to the server
 */
public record Container(
        String name,
        String anchor,
        String witness,
        boolean fallback,
        boolean javax,
        List<HookPoint> points,
        String hooksClass,
        List<String> hooksPackages) {

    /** One whose anchor no other server has. */
    public Container(
            String name,
            String anchor,
            boolean fallback,
            boolean javax,
            List<HookPoint> points,
            String hooksClass,
            List<String> hooksPackages) {
        this(name, anchor, anchor, fallback, javax, points, hooksClass, hooksPackages);
    }
}
