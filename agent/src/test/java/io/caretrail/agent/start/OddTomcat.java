package io.caretrail.agent.start;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** Loads a class that is called as Tomcat's and is not as Tomcat's, from the folder that is the argument. */
public final class OddTomcat {

    static final String ADAPTER = "org.apache.catalina.connector.CoyoteAdapter";

    private OddTomcat() {}

    public static void main(String[] arguments) throws IOException, ClassNotFoundException {
        URL folder = Path.of(arguments[0]).toUri().toURL();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder}, ClassLoader.getPlatformClassLoader())) {
            System.out.println(loader.loadClass(ADAPTER));
        }
    }
}
