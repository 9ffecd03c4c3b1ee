package io.caretrail.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The fields of the seeds' tables, and what stands in them after {@link SchemaRun}. */
final class SeedTables {

    private static final List<Field> ALL = read();

    private SeedTables() {}

    /**
     * One row.
     *
     * @param there its type in the seeds
     * @param here its type in our records: text, whole number, time or object
     * @param value after the run, objects as their JSON
     */
    record Field(String table, String name, String there, String here, String value) {}

    static List<String> tables() {
        return ALL.stream().map(Field::table).distinct().toList();
    }

    static List<Field> of(String table) {
        return ALL.stream().filter(field -> field.table.equals(table)).toList();
    }

    private static List<Field> read() {
        try (InputStream in = SeedTables.class.getResourceAsStream("seed-tables.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .map(cells -> new Field(cells[0], cells[1], cells[2], cells[3], cells[4]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
