package io.caretrail.examples.dicom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A search for studies, series or instances (QIDO-RS, PS3.18 section 10.6): what is asked for, and what of the archive
 * matches. A study or series matches when one of its instances does. Immutable.
 */
record Query(Map<Attribute, String> criteria, List<Attribute> includes, boolean all, int limit, int offset) {

    /** A name has three groups of 64 characters (PS3.5 section 6.2); what is longer is not found. */
    private static final int LONGEST_TEXT = 1024;

    private static final List<List<Attribute>> RETURNED = List.of(
            List.of(
                    Attribute.CHARACTER_SET,
                    Attribute.STUDY_DATE,
                    Attribute.STUDY_TIME,
                    Attribute.ACCESSION_NUMBER,
                    Attribute.REFERRING_PHYSICIAN_NAME,
                    Attribute.STUDY_DESCRIPTION,
                    Attribute.PATIENT_NAME,
                    Attribute.PATIENT_ID,
                    Attribute.PATIENT_BIRTH_DATE,
                    Attribute.PATIENT_SEX,
                    Attribute.STUDY_INSTANCE_UID,
                    Attribute.STUDY_ID),
            List.of(
                    Attribute.CHARACTER_SET,
                    Attribute.MODALITY,
                    Attribute.SERIES_DESCRIPTION,
                    Attribute.STUDY_INSTANCE_UID,
                    Attribute.SERIES_INSTANCE_UID,
                    Attribute.SERIES_NUMBER),
            List.of(
                    Attribute.CHARACTER_SET,
                    Attribute.SOP_CLASS_UID,
                    Attribute.SOP_INSTANCE_UID,
                    Attribute.STUDY_INSTANCE_UID,
                    Attribute.SERIES_INSTANCE_UID,
                    Attribute.INSTANCE_NUMBER,
                    Attribute.ROWS,
                    Attribute.COLUMNS,
                    Attribute.NUMBER_OF_FRAMES,
                    Attribute.BITS_ALLOCATED));

    /** A query of these parameters; a 400 names the first one that is not understood. */
    static Query of(Map<String, String[]> parameters) throws Refusal {
        Map<Attribute, String> criteria = new LinkedHashMap<>();
        List<Attribute> includes = new ArrayList<>();
        boolean all = false;
        int limit = Integer.MAX_VALUE;
        int offset = 0;
        for (Map.Entry<String, String[]> parameter : parameters.entrySet()) {
            String name = parameter.getKey();
            String value = parameter.getValue()[0];
            switch (name) {
                case "limit" -> limit = number(name, value);
                case "offset" -> offset = number(name, value);
                case "accept", "fuzzymatching" -> {}
                case "includefield" -> {
                    for (String field : String.join(",", parameter.getValue()).split(",", -1)) {
                        all |= field.equals("all");
                        Attribute attribute = Attribute.named(field);
                        if (attribute != null) {
                            includes.add(attribute);
                        }
                    }
                }
                default -> criteria.put(attribute(name), value);
            }
        }
        return new Query(criteria, includes, all, limit, offset);
    }

    /** What matches: one data set for each study, series or instance, limit and offset not yet applied. */
    List<DataSet> results(List<Instance> instances, int level, String base) {
        Map<String, List<Instance>> groups = new LinkedHashMap<>();
        instances.forEach(instance -> groups.computeIfAbsent(key(instance, level), absent -> new ArrayList<>())
                .add(instance));
        return groups.values().stream()
                .filter(group -> group.stream().anyMatch(this::matches))
                .map(group -> result(group, level, base))
                .toList();
    }

    private static String key(Instance instance, int level) {
        return switch (level) {
            case 0 -> instance.study();
            case 1 -> instance.study() + " " + instance.series();
            default -> instance.uid();
        };
    }

    private DataSet result(List<Instance> group, int level, String base) {
        Instance first = group.get(0);
        DataSet result = new DataSet();
        for (int each = 0; each <= level; each++) {
            if (each == level || all) {
                result.take(first.dataSet(), RETURNED.get(each));
            }
        }
        result.take(
                first.dataSet(),
                includes.stream().filter(each -> each != Attribute.PIXEL_DATA).toList());
        String study = "/studies/" + first.study();
        String path = level == 0 ? study : level == 1 ? study + "/series/" + first.series() : first.path();
        result.put(Attribute.RETRIEVE_URL, base + path);
        if (level == 0) {
            String[] modalities = group.stream()
                    .map(instance -> instance.dataSet().text(Attribute.MODALITY))
                    .distinct()
                    .toArray(String[]::new);
            long series = group.stream().map(Instance::series).distinct().count();
            result.put(Attribute.MODALITIES_IN_STUDY, modalities)
                    .put(Attribute.STUDY_SERIES, Long.toString(series))
                    .put(Attribute.STUDY_INSTANCES, Integer.toString(group.size()));
        } else if (level == 1) {
            result.put(Attribute.SERIES_INSTANCES, Integer.toString(group.size()));
        }
        return result;
    }

    private boolean matches(Instance instance) {
        return criteria.entrySet().stream()
                .allMatch(each -> matches(instance.dataSet(), each.getKey(), each.getValue()));
    }

    /** PS3.4 section C.2.2.2: universal, list of UIDs, range, wild card, single value. */
    static boolean matches(DataSet dataSet, Attribute asked, String value) {
        Attribute attribute = asked == Attribute.MODALITIES_IN_STUDY ? Attribute.MODALITY : asked;
        if (value.isEmpty()) {
            return true;
        }
        List<String> actual = dataSet.texts(attribute.tag());
        return switch (attribute.vr()) {
            case "UI" -> Arrays.stream(value.split("[,\\\\]", -1)).anyMatch(actual::contains);
            case "DA", "TM" -> actual.stream().anyMatch(each -> isWithin(each, value));
            case "US" -> value.equals(Integer.toString(dataSet.integer(attribute, -1)));
            case "PN" ->
                actual.stream().anyMatch(each -> isLike(each.toLowerCase(Locale.ROOT), value.toLowerCase(Locale.ROOT)));
            default -> actual.stream().anyMatch(each -> isLike(each, value));
        };
    }

    private static boolean isWithin(String actual, String asked) {
        int dash = asked.indexOf('-');
        if (dash < 0) {
            return actual.equals(asked);
        }
        String from = asked.substring(0, dash);
        String to = asked.substring(dash + 1);
        return actual.compareTo(from) >= 0 && (to.isEmpty() || actual.compareTo(to) <= 0);
    }

    /** Star and question mark; in steps that grow with the product of the two lengths, whatever the pattern. */
    private static boolean isLike(String actual, String pattern) {
        if (actual.length() > LONGEST_TEXT) {
            return false;
        }
        boolean[] reached = new boolean[actual.length() + 1];
        reached[0] = true;
        for (int at = 0; at < pattern.length(); at++) {
            char wanted = pattern.charAt(at);
            boolean[] next = new boolean[reached.length];
            next[0] = wanted == '*' && reached[0];
            for (int i = 1; i < reached.length; i++) {
                next[i] = wanted == '*'
                        ? reached[i] || next[i - 1]
                        : reached[i - 1] && (wanted == '?' || wanted == actual.charAt(i - 1));
            }
            reached = next;
        }
        return reached[actual.length()];
    }

    private static Attribute attribute(String name) throws Refusal {
        Attribute attribute = Attribute.named(name);
        if (attribute == null) {
            throw new Refusal(
                    400,
                    "\"" + name + "\" is no attribute that can be searched for here; those are "
                            + RETURNED.stream()
                                    .flatMap(List::stream)
                                    .distinct()
                                    .map(Attribute::toString)
                                    .collect(Collectors.joining(", ")));
        }
        return attribute;
    }

    private static int number(String name, String value) throws Refusal {
        if (!value.matches("[0-9]{1,9}")) {
            throw new Refusal(400, name + " \"" + value + "\" is no number from 0 up");
        }
        return Integer.parseInt(value);
    }
}
