package io.caretrail.examples.dicom;

import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The Studies Service (PS3.18 section 10): store, search, retrieve, and, beyond the standard, delete. Thread-safe. */
final class StudiesService {

    private final Archive archive;
    private final Storing storing;

    StudiesService(Archive archive) {
        this.archive = archive;
        storing = new Storing(archive);
    }

    void serve(Call call, StudiesPath path) throws IOException, Refusal {
        if (call.isRead()) {
            if (path.collection()) {
                search(call, path);
            } else {
                retrieve(call, path);
            }
        } else if (call.method().equals("POST")
                && path.level() == 0
                && path.rest().isEmpty()) {
            storing.store(call, path);
        } else if (call.method().equals("DELETE")
                && !path.collection()
                && path.rest().isEmpty()) {
            if (archive.delete(path) == 0) {
                throw new Refusal(404, "There is no such instance, series or study");
            }
            call.response().setStatus(204);
        } else if (path.rest().isEmpty()) {
            throw new Refusal(405, "This cannot be done with this resource");
        } else {
            throw new Refusal(404, "There is no such resource here");
        }
    }

    private void search(Call call, StudiesPath path) throws IOException, Refusal {
        Query query = Query.of(call.request().getParameterMap());
        String type = call.accepted(Call.DICOM_JSON, "application/json");
        List<DataSet> all = query.results(archive.find(path), path.level(), call.base());
        List<DataSet> page =
                all.stream().skip(query.offset()).limit(query.limit()).toList();
        long more = Math.max(0, all.size() - (long) query.offset() - page.size());
        if (more > 0) {
            call.warn("There are " + more + " additional results that can be requested");
        }
        if (page.isEmpty()) {
            call.response().setStatus(204);
            return;
        }
        DicomJson json = new DicomJson(null);
        ArrayNode results = JsonNodeFactory.instance.arrayNode();
        page.forEach(result -> results.add(json.write(result)));
        call.send(200, type, DicomJson.bytes(results));
    }

    private void retrieve(Call call, StudiesPath path) throws IOException, Refusal {
        List<Instance> found = archive.find(path);
        if (found.isEmpty()) {
            throw new Refusal(404, "There is no such instance, series or study");
        }
        Retrieval retrieval = new Retrieval(call, found);
        List<String> rest = path.rest();
        String what = rest.isEmpty() ? "" : rest.get(0);
        if (what.isEmpty()) {
            retrieval.files();
        } else if (what.equals("metadata") && rest.size() == 1) {
            retrieval.metadata();
        } else if (path.level() == 2) {
            instance(retrieval, rest);
        } else {
            throw new Refusal(404, "There is no such resource here");
        }
    }

    private static void instance(Retrieval retrieval, List<String> rest) throws IOException, Refusal {
        String last = rest.get(rest.size() - 1);
        switch (rest.get(0) + rest.size()) {
            case "rendered1" -> retrieval.rendered("1", false);
            case "thumbnail1" -> retrieval.rendered("1", true);
            case "frames2" -> retrieval.frames(last);
            case "bulkdata2" -> retrieval.bulkdata(last);
            case "frames3" -> {
                if (!last.equals("rendered") && !last.equals("thumbnail")) {
                    throw new Refusal(404, "There is no such resource here");
                }
                retrieval.rendered(rest.get(1), last.equals("thumbnail"));
            }
            default -> throw new Refusal(404, "There is no such resource here");
        }
    }
}
