package io.caretrail.agent.servlet.probe;

/** A program without the servlet API, which tries a class that needs it, as frameworks do. */
public final class Absent {

    private Absent() {}

    public static void main(String[] arguments) throws ClassNotFoundException {
        try {
            Class.forName("io.caretrail.agent.servlet.probe.RefusingFilter");
            System.out.println("present");
        } catch (NoClassDefFoundError e) {
            System.out.println("absent");
        }
    }
}
