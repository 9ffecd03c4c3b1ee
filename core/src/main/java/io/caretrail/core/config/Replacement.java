package io.caretrail.core.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${env:NAME}}, {@code ${file:/path}} and {@code ${contextPath}}; a dollar before the first of these
 * dollars keeps it as it stands. What was put in is not looked at again.
 */
final class Replacement {

    private static final Pattern FORM = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(}?)");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final String FORMS =
            "write ${env:NAME}, ${file:/path} or ${contextPath}, and $${ for a ${ as it stands";

    private final Surroundings surroundings;
    private final FilesRead files;

    Replacement(Surroundings surroundings, FilesRead files) {
        this.surroundings = surroundings;
        this.files = files;
    }

    /**
     * A replaced value.
     *
     * @param value may hold a secret: never shown
     * @param shown the same with {@code ${env:…}} and {@code ${file:…}} as written
     * @param secret whether something came from the environment or a file
     * @param contextless whether {@code ${contextPath}} was asked for where there is none
     */
    record Replaced(String value, String shown, boolean secret, boolean contextless) {}

    Replaced replace(String written) throws BadValueException {
        Matcher form = FORM.matcher(written);
        StringBuilder value = new StringBuilder();
        StringBuilder shown = new StringBuilder();
        boolean secret = false;
        boolean contextless = false;
        int end = 0;
        while (form.find()) {
            String between = written.substring(end, form.start());
            value.append(between);
            shown.append(between);
            end = form.end();
            String name = form.group(1);
            if (name == null) {
                value.append("${");
                shown.append("$${");
            } else if (form.group(2).isEmpty()) {
                throw new BadValueException("has a ${ without }", FORMS);
            } else if (name.equals("contextPath")) {
                String path = surroundings.contextPath();
                contextless |= path == null;
                value.append(path == null ? "" : path);
                shown.append(path == null ? "" : path);
            } else {
                secret = true;
                value.append(lookUp(name));
                shown.append(form.group());
            }
        }
        value.append(written, end, written.length());
        shown.append(written, end, written.length());
        return new Replaced(value.toString(), shown.toString(), secret, contextless);
    }

    private String lookUp(String name) throws BadValueException {
        if (name.startsWith("env:")) {
            return variable(name.substring("env:".length()));
        }
        if (name.startsWith("file:")) {
            return content(name.substring("file:".length()));
        }
        throw new BadValueException("has ${" + name + "}, which is not known", FORMS);
    }

    private String variable(String name) throws BadValueException {
        if (!VARIABLE.matcher(name).matches()) {
            throw new BadValueException("has ${env:" + name + "}, which names no variable", FORMS);
        }
        String value = surroundings.environment().get(name);
        if (value == null) {
            throw new BadValueException("needs the environment variable " + name + ", which is not set", "set it");
        }
        return value;
    }

    private String content(String path) throws BadValueException {
        if (path.isBlank()) {
            throw new BadValueException("has ${file:} without a path", FORMS);
        }
        try {
            byte[] bytes = files.read(surroundings.workingFolder().resolve(path), FilesRead.VALUE_LIMIT);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.endsWith("\r\n")
                    ? text.substring(0, text.length() - 2)
                    : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        } catch (CharacterCodingException binary) {
            throw new BadValueException("needs the file " + path + ", which is not UTF-8", "save it as UTF-8");
        } catch (IOException unreadable) {
            throw new BadValueException(
                    "needs the file " + path + ", which " + unreadable.getMessage(),
                    "correct the path, or let the server's user read the file");
        } catch (InvalidPathException wrong) {
            throw new BadValueException("has ${file:} with what is no path", FORMS);
        }
    }
}
