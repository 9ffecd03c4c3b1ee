package io.caretrail.core.config;

import io.caretrail.core.config.Given.Text;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** From the bytes of a YAML (or JSON) file to its one node. Never shows the file's text in a problem: it can hold secrets. */
final class YamlSource {

    /** Deeper than any configuration; the composer recurses, so this also keeps its stack. */
    private static final int DEPTH = 20;

    private final String name;
    private final Problems problems;

    YamlSource(String name, Problems problems) {
        this.name = name;
        this.problems = problems;
    }

    /** Null when the file is empty, holds nothing but comments, or is wrong; the problem is then collected. */
    @Nullable
    Node read(byte[] bytes) {
        String text = decode(bytes);
        if (text == null) {
            return null;
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setAllowDuplicateKeys(true)
                .setMaxAliasesForCollections(10)
                .build();
        try {
            return shapeIsSane(settings, text)
                    ? new Compose(settings).composeString(text).orElse(null)
                    : null;
        } catch (MarkedYamlEngineException wrong) {
            int line = wrong.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            refuse(
                    line,
                    "is not YAML: " + sentence(wrong),
                    "correct the line; a value with : # * & ! @ ` wants quotes");
        } catch (ReaderException wrong) {
            String code = String.format(Locale.ROOT, "U+%04X", wrong.getCodePoint());
            refuse(0, "has the character " + code + ", which YAML does not allow", "remove it");
        } catch (YamlEngineException limit) {
            refuse(0, "has too many aliases or is nested too deep", "write the values out");
        }
        return null;
    }

    /** The library's words without its excerpt of the file. */
    private static String sentence(MarkedYamlEngineException wrong) {
        String context = wrong.getContext();
        String problem = Optional.ofNullable(wrong.getProblem()).orElse("it cannot be parsed");
        return context == null || context.isBlank() ? problem : context + ", " + problem;
    }

    private boolean shapeIsSane(LoadSettings settings, String text) {
        int depth = 0;
        int documents = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            switch (event.getEventId()) {
                case DocumentStart -> documents++;
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {}
            }
            int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
            if (depth > DEPTH) {
                refuse(line, "is nested deeper than " + DEPTH, "a configuration needs five levels");
                return false;
            }
            if (documents > 1) {
                refuse(line, "has a second document", "remove the --- and what follows, or make it a file of its own");
                return false;
            }
        }
        return true;
    }

    private @Nullable String decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            int line = 1
                    + (int) out.flip()
                            .chars()
                            .filter(character -> character == '\n')
                            .count();
            refuse(line, "is not UTF-8", "save it as UTF-8");
            return null;
        }
        String text = out.flip().toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private void refuse(int line, String wrong, String instead) {
        problems.add(new Origin(name, line), "", wrong, instead);
    }

    /** Where a node begins. */
    Origin origin(Node node) {
        return new Origin(
                name, node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0));
    }

    Text text(String written, Node node) {
        return new Text(written, origin(node));
    }
}
