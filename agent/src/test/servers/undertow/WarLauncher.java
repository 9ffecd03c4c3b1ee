import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.security.idm.Account;
import io.undertow.security.idm.Credential;
import io.undertow.security.idm.IdentityManager;
import io.undertow.security.idm.PasswordCredential;
import io.undertow.server.handlers.PathHandler;
import io.undertow.server.handlers.resource.PathResourceManager;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ErrorPage;
import io.undertow.servlet.api.FilterInfo;
import io.undertow.servlet.api.LoginConfig;
import io.undertow.servlet.api.SecurityConstraint;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.api.ServletInfo;
import io.undertow.servlet.api.WebResourceCollection;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.annotation.MultipartConfig;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.annotation.WebServlet;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Undertow with the wars of a folder. Undertow itself knows no wars: who embeds it does for an application what this does.
 * Each war is exploded; WEB-INF/classes and WEB-INF/lib become its class loader; its ServletContainerInitializers are
 * found by META-INF/services, its servlets and filters by their annotations, its error pages and its login in web.xml.
 * Everything else is Undertow's default, but HTTP/2 where {@code -Dlauncher.http2=true} asks for it. Stops with the JVM,
 * and undeploys then.
 */
public final class WarLauncher {

    private static final Map<String, String> ROLES = Map.of("alice", "auditor", "bob", "nurse");
    private static final String PASSWORD = "right";

    private WarLauncher() {}

    public static void main(String[] arguments) throws Exception {
        PathHandler applications = Handlers.path();
        List<DeploymentManager> deployed = new ArrayList<>();
        try (Stream<Path> wars = Files.list(Path.of("webapps"))) {
            for (Path war : wars.filter(file -> file.toString().endsWith(".war"))
                    .sorted()
                    .toList()) {
                String name = war.getFileName().toString().replace(".war", "");
                DeploymentManager manager = Servlets.defaultContainer()
                        .addDeployment(deployment(name, explode(war, Path.of("work", name))));
                manager.deploy();
                applications.addPrefixPath("/" + name, manager.start());
                deployed.add(manager);
            }
        }
        Undertow server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setServerOption(UndertowOptions.ENABLE_HTTP2, Boolean.getBoolean("launcher.http2"))
                .setHandler(applications)
                .build();
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, deployed)));
        System.out.println(
                "port " + ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort());
    }

    private static void stop(Undertow server, List<DeploymentManager> deployed) {
        server.stop();
        for (DeploymentManager manager : deployed) {
            try {
                manager.stop();
                manager.undeploy();
            } catch (Exception e) {
                e.printStackTrace();
            }
        }
    }

    private static Path explode(Path war, Path folder) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(war);
                Stream<Path> files = Files.walk(zip.getPath("/"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = folder.resolve(file.toString().substring(1));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
                Files.setLastModifiedTime(target, Files.getLastModifiedTime(file));
            }
        }
        return folder.toAbsolutePath();
    }

    private static DeploymentInfo deployment(String name, Path folder) throws Exception {
        ClassLoader loader = loader(folder);
        DeploymentInfo application = Servlets.deployment()
                .setClassLoader(loader)
                .setContextPath("/" + name)
                .setDeploymentName(name + ".war")
                .setResourceManager(new PathResourceManager(folder, 1024))
                .setIdentityManager(new Users());
        for (ServletContainerInitializer each : ServiceLoader.load(ServletContainerInitializer.class, loader)) {
            application.addServletContainerInitializer(new ServletContainerInitializerInfo(
                    each.getClass(), new ImmediateInstanceFactory<>(each), Set.of()));
        }
        for (Class<?> type : classes(folder.resolve("WEB-INF/classes"), loader)) {
            addAnnotated(application, type);
        }
        readWebXml(application, folder.resolve("WEB-INF/web.xml"));
        return application;
    }

    private static ClassLoader loader(Path folder) throws IOException {
        List<URL> urls = new ArrayList<>(
                List.of(folder.resolve("WEB-INF/classes").toUri().toURL()));
        Path lib = folder.resolve("WEB-INF/lib");
        if (Files.isDirectory(lib)) {
            try (Stream<Path> jars = Files.list(lib)) {
                for (Path jar : jars.sorted().toList()) {
                    urls.add(jar.toUri().toURL());
                }
            }
        }
        return new URLClassLoader(urls.toArray(new URL[0]), WarLauncher.class.getClassLoader());
    }

    private static List<Class<?>> classes(Path folder, ClassLoader loader) throws Exception {
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".class"))
                    .sorted()
                    .toList()) {
                String name = folder.relativize(file).toString().replace('/', '.');
                classes.add(loader.loadClass(name.substring(0, name.length() - ".class".length())));
            }
        }
        return classes;
    }

    private static void addAnnotated(DeploymentInfo application, Class<?> type) {
        WebServlet servlet = type.getAnnotation(WebServlet.class);
        if (servlet != null) {
            ServletInfo info = Servlets.servlet(type.getName(), type.asSubclass(Servlet.class))
                    .addMappings(servlet.value())
                    .addMappings(servlet.urlPatterns())
                    .setAsyncSupported(servlet.asyncSupported());
            MultipartConfig multipart = type.getAnnotation(MultipartConfig.class);
            application.addServlet(
                    multipart == null ? info : info.setMultipartConfig(new MultipartConfigElement(multipart)));
        }
        WebFilter filter = type.getAnnotation(WebFilter.class);
        if (filter != null) {
            application.addFilter(new FilterInfo(type.getName(), type.asSubclass(Filter.class))
                    .setAsyncSupported(filter.asyncSupported()));
            for (DispatcherType dispatch : filter.dispatcherTypes()) {
                for (String pattern : filter.urlPatterns()) {
                    application.addFilterUrlMapping(type.getName(), pattern, dispatch);
                }
            }
        }
    }

    private static void readWebXml(DeploymentInfo application, Path file) throws Exception {
        Element root;
        try (InputStream in = Files.newInputStream(file)) {
            root = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(in)
                    .getDocumentElement();
        }
        for (Element page : elements(root, "error-page")) {
            application.addErrorPage(new ErrorPage(text(page, "location"), Integer.parseInt(text(page, "error-code"))));
        }
        for (Element constraint : elements(root, "security-constraint")) {
            application.addSecurityConstraint(new SecurityConstraint()
                    .addWebResourceCollection(
                            new WebResourceCollection().addUrlPattern(text(constraint, "url-pattern")))
                    .addRoleAllowed(text(constraint, "role-name")));
        }
        for (Element login : elements(root, "login-config")) {
            application.setLoginConfig(new LoginConfig(text(login, "auth-method"), text(login, "realm-name")));
        }
        for (Element role : elements(root, "security-role")) {
            application.addSecurityRole(text(role, "role-name"));
        }
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList nodes = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static String text(Element parent, String name) {
        return elements(parent, name).get(0).getTextContent().strip();
    }

    /** The users of tomcat-users.xml. */
    private static final class Users implements IdentityManager {

        @Override
        public Account verify(Account account) {
            return account;
        }

        @Override
        public Account verify(String id, Credential credential) {
            boolean right = credential instanceof PasswordCredential password
                    && PASSWORD.equals(new String(password.getPassword()))
                    && ROLES.containsKey(id);
            return right ? new User(() -> id, Set.of(ROLES.get(id))) : null;
        }

        @Override
        public Account verify(Credential credential) {
            return null;
        }
    }

    private record User(Principal principal, Set<String> roles) implements Account {

        @Override
        public Principal getPrincipal() {
            return principal;
        }

        @Override
        public Set<String> getRoles() {
            return roles;
        }
    }
}
