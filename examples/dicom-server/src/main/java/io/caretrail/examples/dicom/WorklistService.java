package io.caretrail.examples.dicom;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Worklist Service (UPS-RS, PS3.18 section 11) without subscriptions: workitems are planned, claimed, done or called
 * off (PS3.4 table CC.1.1-2). Thread-safe.
 */
final class WorklistService {

    private static final String SCHEDULED = "SCHEDULED";
    private static final String IN_PROGRESS = "IN PROGRESS";

    private final Map<String, ObjectNode> workitems = new LinkedHashMap<>();

    synchronized void serve(Call call, List<String> path) throws IOException, Refusal {
        String what = (call.isRead() ? "GET" : call.method())
                + (path.size() < 2 ? path.size() : path.size() == 2 ? path.get(1) : "?");
        switch (what) {
            case "GET0" -> search(call);
            case "POST0" -> create(call);
            case "GET1" -> retrieve(call, workitem(path.get(0)));
            case "POST1" -> update(call, workitem(path.get(0)));
            case "PUTstate" -> change(call, workitem(path.get(0)));
            case "POSTcancelrequest" -> cancel(call, workitem(path.get(0)));
            default -> throw new Refusal(404, "There is no such resource here");
        }
    }

    private ObjectNode workitem(String uid) throws Refusal {
        ObjectNode workitem = workitems.get(uid);
        if (workitem == null) {
            throw new Refusal(404, "There is no workitem " + uid);
        }
        return workitem;
    }

    private void create(Call call) throws IOException, Refusal {
        ObjectNode workitem = attributes(call);
        String query = call.request().getQueryString();
        String named = call.request().getParameter("workitem");
        String bare = query == null || query.contains("=") ? value(workitem, Attribute.SOP_INSTANCE_UID) : query;
        String uid = named != null ? named : bare;
        if (!Uid.isUid(uid)) {
            throw new Refusal(400, "The workitem's UID \"" + uid + "\" is none; name it: /workitems?workitem=1.2.3");
        }
        String state = value(workitem, Attribute.PROCEDURE_STEP_STATE);
        if (!state.isEmpty() && !state.equals(SCHEDULED)) {
            throw new Refusal(400, "A new workitem is " + SCHEDULED + ", not \"" + state + "\"");
        }
        if (workitems.containsKey(uid)) {
            throw new Refusal(409, "There is a workitem " + uid + " already");
        }
        set(workitem, Attribute.SOP_INSTANCE_UID, uid);
        set(workitem, Attribute.PROCEDURE_STEP_STATE, SCHEDULED);
        workitems.put(uid, workitem);
        call.response().setHeader("Location", call.base() + "/workitems/" + uid);
        call.response().setStatus(201);
    }

    private static void retrieve(Call call, ObjectNode workitem) throws IOException, Refusal {
        String type = call.accepted(Call.DICOM_JSON, "application/json");
        call.send(
                200, type, DicomJson.bytes(JsonNodeFactory.instance.arrayNode().add(shown(workitem))));
    }

    private void search(Call call) throws IOException, Refusal {
        String type = call.accepted(Call.DICOM_JSON, "application/json");
        Query query = Query.of(call.request().getParameterMap());
        ArrayNode found = JsonNodeFactory.instance.arrayNode();
        workitems.values().stream()
                .filter(workitem -> query.criteria().entrySet().stream()
                        .allMatch(each ->
                                Query.matches(searched(workitem, each.getKey()), each.getKey(), each.getValue())))
                .skip(query.offset())
                .limit(query.limit())
                .forEach(workitem -> found.add(shown(workitem)));
        if (found.isEmpty()) {
            call.response().setStatus(204);
        } else {
            call.send(200, type, DicomJson.bytes(found));
        }
    }

    private static void update(Call call, ObjectNode workitem) throws IOException, Refusal {
        ObjectNode changes = attributes(call);
        String state = value(workitem, Attribute.PROCEDURE_STEP_STATE);
        String query = call.request().getQueryString();
        if (state.equals(IN_PROGRESS)
                && !value(workitem, Attribute.TRANSACTION_UID).equals(query)) {
            throw new Refusal(
                    409, "The workitem is in progress; only who claimed it, with its transaction UID, changes it");
        }
        if (!state.equals(SCHEDULED) && !state.equals(IN_PROGRESS)) {
            throw new Refusal(409, "The workitem is " + state + " for good");
        }
        for (Attribute fixed :
                List.of(Attribute.SOP_INSTANCE_UID, Attribute.TRANSACTION_UID, Attribute.PROCEDURE_STEP_STATE)) {
            if (changes.has(Attribute.hex(fixed.tag()))) {
                throw new Refusal(400, fixed + " does not change with an update");
            }
        }
        workitem.setAll(changes);
    }

    private static void change(Call call, ObjectNode workitem) throws IOException, Refusal {
        ObjectNode change = attributes(call);
        String from = value(workitem, Attribute.PROCEDURE_STEP_STATE);
        String to = value(change, Attribute.PROCEDURE_STEP_STATE);
        String transaction = value(change, Attribute.TRANSACTION_UID);
        if (!Uid.isUid(transaction)) {
            throw new Refusal(400, "The change names no transaction UID");
        }
        boolean claim = from.equals(SCHEDULED) && to.equals(IN_PROGRESS);
        boolean end = from.equals(IN_PROGRESS) && (to.equals("COMPLETED") || to.equals("CANCELED"));
        if (!claim && !end) {
            throw new Refusal(409, "A workitem that is " + from + " does not become \"" + to + "\"");
        }
        if (end && !transaction.equals(value(workitem, Attribute.TRANSACTION_UID))) {
            throw new Refusal(409, "The workitem was claimed with another transaction UID");
        }
        set(workitem, Attribute.TRANSACTION_UID, transaction);
        set(workitem, Attribute.PROCEDURE_STEP_STATE, to);
    }

    private static void cancel(Call call, ObjectNode workitem) throws Refusal {
        String state = value(workitem, Attribute.PROCEDURE_STEP_STATE);
        if (!state.equals(SCHEDULED)) {
            throw new Refusal(409, "The workitem is " + state + ", which nobody else can call off");
        }
        set(workitem, Attribute.PROCEDURE_STEP_STATE, "CANCELED");
        call.response().setStatus(202);
    }

    private static ObjectNode attributes(Call call) throws IOException, Refusal {
        byte[] body = call.json();
        try {
            return DicomJson.read(body);
        } catch (DicomFormatException e) {
            throw new Refusal(400, e.getMessage());
        }
    }

    /** The transaction UID is known to nobody but who claimed it (PS3.4 section CC.3.1). */
    private static ObjectNode shown(ObjectNode workitem) {
        ObjectNode shown = workitem.deepCopy();
        shown.remove(Attribute.hex(Attribute.TRANSACTION_UID.tag()));
        return shown;
    }

    private static DataSet searched(ObjectNode workitem, Attribute attribute) {
        String value = value(workitem, attribute);
        return value.isEmpty()
                ? new DataSet()
                : new DataSet().put(Attribute.CHARACTER_SET, "ISO_IR 192").put(attribute, value);
    }

    private static String value(ObjectNode attributes, Attribute attribute) {
        JsonNode value =
                attributes.path(Attribute.hex(attribute.tag())).path("Value").path(0);
        return value.isObject() ? value.path("Alphabetic").asString("") : value.asString("");
    }

    private static void set(ObjectNode attributes, Attribute attribute, String value) {
        attributes
                .putObject(Attribute.hex(attribute.tag()))
                .put("vr", attribute.vr())
                .putArray("Value")
                .add(value);
    }
}
