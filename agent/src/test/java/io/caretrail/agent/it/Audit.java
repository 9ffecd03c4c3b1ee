package io.caretrail.agent.it;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Holds the trail of a run against its ledger: which exchange is which request's. Every method returns what is wrong, a
 * line each; empty when nothing is.
 */
final class Audit {

    private final Map<Turn, List<Recorded>> byTurn = new LinkedHashMap<>();
    private final List<Recorded> unasked;
    private final Run run;
    private final Differences differences;

    private final Sight sight;

    /** Of a door that sees everything, on a server that answers as the cases expect. */
    Audit(Run run) {
        this(run, Differences.NONE, Sight.WHOLE);
    }

    Audit(Run run, Differences differences, Sight sight) {
        this.run = run;
        this.differences = differences;
        this.sight = sight;
        List<Recorded> unclaimed = new ArrayList<>(run.trail().exchanges());
        for (Played played : run.played()) {
            for (Turn turn : played.turns()) {
                byTurn.put(turn, claimById(turn, unclaimed));
            }
        }
        run.played().forEach(played -> claimByTime(played, unclaimed));
        unasked = unclaimed;
    }

    private static List<Recorded> claimById(Turn turn, List<Recorded> unclaimed) {
        List<Recorded> claimed = unclaimed.stream()
                .filter(recorded -> recorded.correlationId().equals(turn.ask().id()))
                .toList();
        unclaimed.removeAll(claimed);
        return new ArrayList<>(claimed);
    }

    /** Requests whose id could not be read are played one at a time: what began meanwhile is theirs. */
    private void claimByTime(Played played, List<Recorded> unclaimed) {
        for (Turn turn : played.turns()) {
            if (!turn.ask().legible()
                    && Objects.requireNonNull(byTurn.get(turn)).isEmpty()) {
                List<Recorded> claimed = unclaimed.stream()
                        .filter(recorded -> played.during(recorded.time()))
                        .toList();
                unclaimed.removeAll(claimed);
                byTurn.put(turn, claimed);
            }
        }
    }

    private Expected expected(Turn turn) {
        return differences.expected(turn.ask());
    }

    /** The client saw what the case is there to show; otherwise the case proves nothing. */
    List<String> unexpectedAnswers() {
        return byTurn.keySet().stream()
                .filter(turn ->
                        !expected(turn).statuses().contains(turn.answer().status()))
                .map(turn -> turn + ": expected one of " + expected(turn).statuses())
                .toList();
    }

    /** Exactly one exchange a request, of exactly one Started and one final record. */
    List<String> missingOrDoubled() {
        List<String> problems = new ArrayList<>();
        byTurn.forEach((turn, recorded) -> {
            int owed = expected(turn).asked()
                            && !sight.unseen().contains(turn.ask().id())
                    ? 1
                    : 0;
            if (recorded.size() != owed) {
                problems.add(turn + ": " + recorded.size() + " exchanges instead of " + owed + recorded);
            }
            boolean ends = !sight.unended().contains(turn.ask().id());
            recorded.stream()
                    .filter(exchange -> ends ? !exchange.whole() : !exchange.unended())
                    .forEach(exchange -> problems.add(turn + ": not one Started and "
                            + (ends ? "one final record" : "no final record") + exchange));
        });
        return problems;
    }

    /** What is recorded more than once, or half of it. */
    List<String> doubled() {
        List<String> problems = new ArrayList<>();
        byTurn.forEach((turn, recorded) -> {
            if (recorded.size() > 1
                    || recorded.stream().anyMatch(exchange -> exchange.records().size() > 2)) {
                problems.add(turn + ": recorded more than once" + recorded);
            }
        });
        return problems;
    }

    /**
     * How a ledger and what was recorded of it differ, in requests.
     *
     * @param owed that should have been recorded
     * @param missed of which there is nothing, or no end
     * @param doubled of which there is more than one exchange
     * @param otherStatus that are recorded once, with another status than the client saw
     * @param unasked exchanges that no request accounts for
     */
    record Tally(int owed, int missed, int doubled, int otherStatus, int unasked) {}

    /** Counts; a status that the server cannot know (the client has left) may be any that the case allows. */
    Tally tally() {
        return new Tally(
                (int) byTurn.keySet().stream()
                        .filter(turn -> expected(turn).asked())
                        .count(),
                count(this::missed),
                count(this::isDoubled),
                count(this::hasOtherStatus),
                unasked.size() + extra());
    }

    private int count(Predicate<Turn> fault) {
        return (int) byTurn.keySet().stream().filter(fault).count();
    }

    /** What {@link #tally} counts, a line each. */
    List<String> faults() {
        List<String> lines = new ArrayList<>();
        byTurn.keySet().forEach(turn -> {
            String fault = missed(turn)
                    ? "missed"
                    : isDoubled(turn)
                            ? "doubled"
                            : hasOtherStatus(turn) ? "other status" : isExtra(turn) ? "unasked" : "";
            if (!fault.isEmpty()) {
                lines.add(fault + ": " + turn + " "
                        + of(turn).stream().map(Recorded::told).toList());
            }
        });
        unasked.forEach(recorded -> lines.add("unasked: during " + caseAt(recorded) + " " + recorded.told()));
        return lines;
    }

    private List<Recorded> of(Turn turn) {
        return Objects.requireNonNull(byTurn.get(turn));
    }

    private boolean missed(Turn turn) {
        return expected(turn).asked() && of(turn).stream().noneMatch(Recorded::whole);
    }

    private boolean isDoubled(Turn turn) {
        return expected(turn).asked() && of(turn).size() > 1;
    }

    private boolean isExtra(Turn turn) {
        return !expected(turn).asked() && !of(turn).isEmpty();
    }

    private int extra() {
        return byTurn.keySet().stream()
                .filter(this::isExtra)
                .mapToInt(turn -> of(turn).size())
                .sum();
    }

    private boolean hasOtherStatus(Turn turn) {
        if (!expected(turn).asked() || of(turn).size() != 1 || !of(turn).get(0).whole()) {
            return false;
        }
        Set<Integer> allowed = new TreeSet<>(expected(turn).recorded());
        allowed.add(turn.answer().status());
        return !allowed.contains(of(turn).get(0).last().path("resultSignature").asInt(-1));
    }

    /** The ids of the requests of which there is one exchange with the result that the client saw. */
    Set<String> seen() {
        Set<String> seen = new TreeSet<>();
        byTurn.forEach((turn, recorded) -> {
            if (recorded.size() == 1
                    && recorded.get(0).whole()
                    && result(turn, recorded.get(0)).isEmpty()) {
                seen.add(turn.ask().id());
            }
        });
        return seen;
    }

    /** For each group of cases: all, none, or how many of its requests are recorded with the result the client saw. */
    String row() {
        Set<String> seen = seen();
        StringBuilder row = new StringBuilder(" |");
        Case.groups().forEach((title, cases) -> {
            List<String> ids = owed(cases);
            long recorded = ids.stream().filter(seen::contains).count();
            row.append(' ')
                    .append(recorded == ids.size() ? "all" : recorded == 0 ? "none" : recorded + " of " + ids.size())
                    .append(" |");
        });
        return row.toString();
    }

    /** The ids of the requests of these cases that the trail owes, of those that were played. */
    private List<String> owed(List<Case> cases) {
        Set<String> names = new TreeSet<>(cases.stream().map(Case::name).toList());
        return run.played().stream()
                .filter(played -> names.contains(played.caseName()))
                .flatMap(played -> played.turns().stream())
                .filter(turn -> expected(turn).asked())
                .map(turn -> turn.ask().id())
                .toList();
    }

    /** Exchanges that no request of the ledger accounts for. */
    List<String> unasked() {
        return unasked.stream()
                .map(recorded -> "during " + caseAt(recorded) + " a request nobody made" + recorded)
                .toList();
    }

    private String caseAt(Recorded recorded) {
        return run.played().stream()
                .filter(played -> played.during(recorded.time()))
                .map(Played::caseName)
                .findFirst()
                .orElse("no case");
    }

    /** The recorded result is what went over the wire. */
    List<String> wrongResults() {
        List<String> problems = new ArrayList<>();
        byTurn.forEach((turn, recorded) -> recorded.stream()
                .filter(Recorded::whole)
                .flatMap(exchange -> line(turn, result(turn, exchange), exchange))
                .forEach(problems::add));
        return problems;
    }

    private static Stream<String> line(Turn turn, List<String> problems, Recorded exchange) {
        return problems.isEmpty() ? Stream.of() : Stream.of(turn + ": " + String.join("; ", problems) + exchange);
    }

    private List<String> result(Turn turn, Recorded exchange) {
        Expected expected = expected(turn);
        Set<Integer> signatures = expected.recorded().isEmpty()
                ? new TreeSet<>(Set.of(turn.answer().status()))
                : expected.recorded();
        Set<String> told = sight.told().get(turn.ask().id());
        if (told != null) {
            return told.contains(exchange.told())
                    ? List.of()
                    : List.of("says " + exchange.told() + ", expected " + told);
        }
        int signature = exchange.last().path("resultSignature").asInt(-1);
        boolean failed = expected.reason() != null || signature >= 400 || signature == 0;
        String type = exchange.last().path("resultType").asString("");
        String description = exchange.last().path("resultDescription").asString("");
        List<String> problems = new ArrayList<>();
        if (exchange.started().path("resultSignature").asInt(-1) != 0) {
            problems.add("Started has a status");
        }
        if (!signatures.contains(signature)) {
            problems.add("status recorded " + signature + ", expected " + signatures);
        }
        if (!type.equals(failed ? "Failed" : "Succeeded")) {
            problems.add(type + " instead of " + (failed ? "Failed" : "Succeeded"));
        }
        if (expected.reason() != null && !description.contains(expected.reason())) {
            problems.add("resultDescription \"" + description + "\" does not say \"" + expected.reason() + "\"");
        }
        if (!failed && !description.isEmpty()) {
            problems.add("resultDescription \"" + description + "\" on a success");
        }
        return problems;
    }

    /** Who asked for what, in both records alike. */
    List<String> wrongAttributes() {
        List<String> problems = new ArrayList<>();
        byTurn.forEach((turn, recorded) -> recorded.stream()
                .filter(Recorded::whole)
                .flatMap(exchange -> line(turn, attributes(turn, exchange), exchange))
                .forEach(problems::add));
        return problems;
    }

    private List<String> attributes(Turn turn, Recorded exchange) {
        List<String> problems = new ArrayList<>();
        exchange.records().forEach(record -> {
            if (!record.path("callerIpAddress").asString("").equals("127.0.0.1")) {
                problems.add("callerIpAddress is not the client's");
            }
            if (turn.ask().legible()
                    && !record.path("uri").asString("").contains(turn.ask().target())) {
                problems.add("uri does not have the target");
            }
            if (turn.ask().legible()
                    && !record.path("properties")
                            .path("method")
                            .asString("")
                            .equals(turn.ask().method())) {
                problems.add("method is not the one sent");
            }
        });
        String user = sight.nameless().contains(turn.ask().id())
                ? null
                : expected(turn).user();
        JsonNode identity = exchange.last().path("identity");
        if (user != null
                && !(identity.path("user").asString("").equals(user)
                        && identity.path("authenticated").asBoolean(false))) {
            problems.add("does not name " + user + " as authenticated");
        }
        for (String shared : List.of("correlationId", "uri", "operationName", "callerIpAddress", "resourceId")) {
            if (!exchange.started().path(shared).equals(exchange.last().path(shared))) {
                problems.add(shared + " differs between Started and final");
            }
        }
        return problems;
    }
}
