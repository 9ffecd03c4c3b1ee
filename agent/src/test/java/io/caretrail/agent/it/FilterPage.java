package io.caretrail.agent.it;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What docs/servers.md says of the filter on one server: a row of its table, and a line that names what is missing. */
final class FilterPage {

    private static final Page PAGE = new Page("servers.md", "## What does the filter see?");

    private final Server server;
    private final Audit audit;

    /**
     * What a run has shown.
     *
     * @param audit that expects everything
     */
    FilterPage(Server server, Audit audit) {
        this.server = server;
        this.audit = audit;
    }

    private String line() {
        Sight sight = server.filterSight();
        Set<String> refused = new TreeSet<>(List.of(RefusedCases.ids()));
        List<String> unseen =
                sight.unseen().stream().filter(id -> !refused.contains(id)).toList();
        Map<String, List<String>> told = new TreeMap<>();
        sight.told()
                .forEach((id, texts) -> told.computeIfAbsent(String.join(" or ", texts), text -> new ArrayList<>())
                        .add(id));
        String otherwise = told.entrySet().stream()
                .map(entry -> names(entry.getValue()) + " as " + entry.getKey())
                .collect(joining("; "));
        String open = sight.unended().isEmpty() ? "" : "; a `Started` alone of " + names(sight.unended());
        return "- " + server + ": no record of " + names(unseen) + open + "; recorded otherwise: " + otherwise + ".";
    }

    private static String names(Collection<String> ids) {
        return ids.stream().map(id -> "`" + id + "`").collect(joining(", "));
    }

    /** What the page lacks of it; with {@code -Dcaretrail.docs.write=true} that is written first. */
    List<String> lacking() throws IOException {
        List<String> lacking = new ArrayList<>(PAGE.lacking("| " + server + " |", "| " + server + audit.row()));
        lacking.addAll(PAGE.lacking("- " + server + ":", line()));
        return lacking;
    }
}
