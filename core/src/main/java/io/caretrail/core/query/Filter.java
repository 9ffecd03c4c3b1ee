package io.caretrail.core.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one line after the other and says of each whether it was asked for. Not thread-safe. */
final class Filter {

    private final Criteria criteria;
    private final Reading reading;
    private final Selection selection = new Selection();
    private final RecordReader reader;
    private final int[] wanted;
    private final int[] conditions;
    private final int resultType;
    private final int uri;
    private final int resourceType;
    private final long since;
    private final long until;

    /** @param fields whose values will be asked for */
    Filter(Criteria criteria, List<String> fields, Reading reading) {
        this.criteria = criteria;
        this.reading = reading;
        wanted = fields.stream().mapToInt(selection::place).toArray();
        conditions = criteria.where().stream()
                .mapToInt(one -> selection.place(one.field()))
                .toArray();
        resultType = criteria.failed() ? selection.place("resultType") : -1;
        boolean ofPatient = criteria.patient() != null;
        uri = ofPatient ? selection.place("uri") : -1;
        resourceType = ofPatient ? selection.place("fhirResourceType") : -1;
        since = criteria.since() == null ? Long.MIN_VALUE : Moment.micros(criteria.since());
        until = criteria.until() == null ? Long.MAX_VALUE : Moment.micros(criteria.until());
        reader = new RecordReader(selection, ofPatient);
    }

    /**
     * Reads a line.
     *
     * @return null when it is a record; else why it is none
     */
    @Nullable
    String read(RecordLines lines) {
        if (lines.isTooLong()) {
            return "is longer than " + RecordLines.LONGEST + " bytes";
        }
        String problem = reader.read(lines.bytes(), lines.start(), lines.length());
        if (problem == null) {
            reading.record();
        }
        return problem;
    }

    /** Whether the last record read was asked for. */
    boolean isWanted() {
        if (resultType >= 0 && !"Failed".equals(reader.value(resultType))) {
            return false;
        }
        if (reader.time() < since || reader.time() >= until) {
            return false;
        }
        for (int i = 0; i < conditions.length; i++) {
            String value = reader.value(conditions[i]);
            if (!criteria.where().get(i).value().equals(value == null ? "" : value)) {
                return false;
            }
        }
        return criteria.patient() == null || isOf(criteria.patient());
    }

    private boolean isOf(Patient patient) {
        Patient.Answer answer = patient.in(reader.value(uri), reader.value(resourceType), reader.properties());
        if (answer == Patient.Answer.HIDDEN) {
            reading.hidden();
        }
        return answer == Patient.Answer.YES;
    }

    /** Whether a record that was read had such a field. */
    boolean hasSeen(String field) {
        return reader.hasSeen(selection.place(field));
    }

    /** Of the last record read, in microseconds since 1970. */
    long time() {
        return reader.time();
    }

    /** Of the last record read. */
    @Nullable
    String value(int index) {
        return reader.value(wanted[index]);
    }
}
