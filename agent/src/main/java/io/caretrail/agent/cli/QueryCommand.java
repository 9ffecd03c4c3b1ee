package io.caretrail.agent.cli;

import io.caretrail.core.config.HashKey;
import io.caretrail.core.query.Condition;
import io.caretrail.core.query.Count;
import io.caretrail.core.query.Criteria;
import io.caretrail.core.query.FoundRecord;
import io.caretrail.core.query.Listener;
import io.caretrail.core.query.Moment;
import io.caretrail.core.query.Patient;
import io.caretrail.core.query.QueryException;
import io.caretrail.core.query.Summary;
import io.caretrail.core.query.TrailQuery;
import io.caretrail.core.uri.QueryHash;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code query PATH…}: the records of trails that meet what is asked, or how many of them have which value. */
@Command(
        name = "query",
        description = {
            "Finds records in trails, plain or compressed, and prints them, the newest last.",
            "A server may be writing to a trail meanwhile. Nothing is changed.",
            "",
            "FIELD is a record's field, a property, or a part of the identity: resultType,",
            "dicomResourceType, user, identity.claims.oid. Upper and lower case make no",
            "difference, nor does the schema: resultSignature finds StatusCode too.",
            "What is asked for must all hold.",
            ""
        },
        exitCodeList = {
            "0:answered, also when nothing was found",
            "1:answered as far as could be read: something was passed over, or nothing could be answered",
            "2:wrong usage"
        })
final class QueryCommand extends ToolCommand {

    /** Bytes; as in a configuration. */

    /** Records between two looks at whether anybody still reads what is printed. */
    private static final int LOOK_EVERY = 1_000;

    @Parameters(
            paramLabel = "PATH",
            arity = "1..*",
            description = "folders with trails, or files of records, plain or .gz, in any order")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private List<Path> paths;

    @Option(names = "--failed", description = "only records whose resultType is Failed")
    private boolean failed;

    @Option(names = "--last", paramLabel = "N", description = "only the newest N of the records asked for")
    private @Nullable Integer last;

    @Option(names = "--by", paramLabel = "FIELD", description = "count the records by the values of a field")
    private @Nullable String by;

    @Option(
            names = "--since",
            paramLabel = "T",
            description = "only records from this time on: 2026-11-20T09:14:03Z, 2026-11-20 (its beginning in UTC), or"
                    + " how long ago, such as 90s, 30m, 2h, 7d")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "T", description = "only records before this time")
    private @Nullable String until;

    @Option(
            names = "--where",
            paramLabel = "FIELD=VALUE",
            description = "only records with this value, compared as text; FIELD= for those without one; repeatable")
    private List<String> where = List.of();

    @Option(
            names = "--patient",
            paramLabel = "ID",
            description =
                    "only records that name this patient, in the uri or the properties: by the id or an identifier"
                            + " of a FHIR Patient, or a DICOM Patient ID")
    private @Nullable String patient;

    @Option(
            names = "--hash-key",
            paramLabel = "FILE",
            description = "the key of uri.hashKeyFile: --patient finds values under uri.query: hash too")
    private @Nullable Path hashKey;

    @Option(names = "--json", description = "one record, or one {\"value\":…,\"count\":…}, a line")
    private boolean json;

    private long printed;

    @Override
    public Integer call() {
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw usage(path + ": does not exist");
            }
        }
        Criteria criteria = criteria();
        PrintWriter err = err();
        try {
            TrailQuery query = new TrailQuery(paths, criteria, new Errors(err));
            Summary summary = by == null ? records(query) : counts(query, by);
            return end(summary, err);
        } catch (IOException e) {
            out().flush();
            String why = e instanceof QueryException ? e.getMessage() : e.toString();
            err.println("cannot be answered: " + TerminalText.of(String.valueOf(why)));
            return 1;
        }
    }

    private Criteria criteria() {
        if (last != null && last < 1) {
            throw usage("--last \"" + last + "\": is not a number of records; give 1 or more");
        }
        if (by != null && by.isBlank()) {
            throw usage("--by \"" + by + "\": is no field; give one, such as dicomResourceType");
        }
        Instant now = Instant.now();
        List<Condition> conditions = new ArrayList<>();
        for (String condition : where) {
            conditions.add(parsed("--where", () -> Condition.parse(condition)));
        }
        return new Criteria(
                failed,
                moment("--since", since, now),
                moment("--until", until, now),
                conditions,
                patient(),
                last == null ? 0 : last);
    }

    private @Nullable Instant moment(String option, @Nullable String text, Instant now) {
        return text == null ? null : parsed(option, () -> Moment.parse(text, now));
    }

    private interface Parser<T> {
        T parse();
    }

    private <T> T parsed(String option, Parser<T> parser) {
        try {
            return parser.parse();
        } catch (IllegalArgumentException e) {
            throw usage(option + " " + e.getMessage());
        }
    }

    private @Nullable Patient patient() {
        if (patient == null) {
            if (hashKey != null) {
                throw usage("--hash-key: is of use with --patient only");
            }
            return null;
        }
        if (patient.isBlank()) {
            throw usage("--patient \"\": is no id");
        }
        return new Patient(patient, hashKey == null ? null : new QueryHash(key(hashKey)));
    }

    private SecretKey key(Path file) {
        try {
            return HashKey.of(file);
        } catch (IOException e) {
            throw usage("--hash-key " + file + ": " + e.getMessage() + "; give the file that uri.hashKeyFile names");
        }
    }

    private Summary records(TrailQuery query) throws IOException {
        if (json) {
            return query.records(List.of(), record -> print(record.line()));
        }
        RecordTable table = new RecordTable(terminalWidth());
        return query.records(RecordTable.FIELDS, record -> print(table, record));
    }

    private boolean print(RecordTable table, FoundRecord record) {
        if (printed == 0) {
            out().write(RecordTable.HEADER + '\n');
        }
        return print(table.line(record));
    }

    /** False when nobody takes it any more. Not println: that would write each line by itself. */
    private boolean print(String line) {
        PrintWriter out = out();
        out.write(line);
        out.write('\n');
        return ++printed % LOOK_EVERY != 0 || !out.checkError();
    }

    private Summary counts(TrailQuery query, String field) throws IOException {
        return query.counts(field, count -> print(json ? count.toJson() : line(count)));
    }

    private static String line(Count count) {
        String value = count.value();
        return String.format("%12d  %s", count.count(), value == null ? "-" : TerminalText.of(value));
    }

    private int end(Summary summary, PrintWriter err) {
        if (out().checkError()) {
            err.println(
                    "standard output takes no more: it was closed, or its disk is full; the answer is not complete");
            return 1;
        }
        if (summary.hidden() > 0) {
            err.println("note: " + summary.hidden()
                    + (summary.hidden() == 1 ? " more record names" : " more records name")
                    + " a patient by a hash or a mask only"
                    + (hashKey == null ? "; with --hash-key FILE those under uri.query: hash can be told apart" : ""));
        }
        if (summary.found() == 0) {
            err.println("nothing found in " + summary.read() + " records");
        }
        return summary.problems() == 0 ? 0 : 1;
    }

    /** Says on standard error what there is to say. */
    private record Errors(PrintWriter err) implements Listener {
        @Override
        public void problem(String message) {
            err.println(TerminalText.of(message));
        }

        @Override
        public void note(String message) {
            err.println("note: " + TerminalText.of(message));
        }

        @Override
        public void progress(String message) {
            err.println(message);
        }
    }
}
