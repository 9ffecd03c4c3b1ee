package io.caretrail.core.query;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What came of a question. */
final class Answer implements Listener {

    final List<String> lines = new ArrayList<>();
    final List<Count> counts = new ArrayList<>();
    final List<String> problems = new ArrayList<>();
    final List<String> notes = new ArrayList<>();
    Summary summary = new Summary(0, 0, 0, 0);

    static Answer to(Criteria criteria, Path... paths) throws IOException {
        Answer answer = new Answer();
        TrailQuery query = new TrailQuery(List.of(paths), criteria, answer);
        answer.summary = query.records(List.of(), record -> answer.lines.add(record.line()));
        return answer;
    }

    static Answer by(String field, Path... paths) throws IOException {
        Answer answer = new Answer();
        answer.summary = new TrailQuery(List.of(paths), Criteria.NONE, answer).counts(field, answer.counts::add);
        return answer;
    }

    /** The record ids of the records found. */
    List<String> ids() {
        return lines.stream()
                .map(line -> line.replaceAll(".*\"[rR]ecordId\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    @Override
    public void problem(String message) {
        problems.add(message);
    }

    @Override
    public void note(String message) {
        notes.add(message);
    }

    @Override
    public void progress(String message) {}
}
