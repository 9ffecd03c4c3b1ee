package io.caretrail.examples.dicom;

import io.caretrail.examples.dicom.Element.Encapsulated;
import io.caretrail.examples.dicom.Element.Plain;
import io.caretrail.examples.dicom.Multipart.Part;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** One retrieve transaction (WADO-RS, PS3.18 section 10.4) of instances that are there. */
final class Retrieval {

    private static final String BYTES = "application/octet-stream";
    private static final int MOST_FRAMES = 1000;

    private final Call call;
    private final List<Instance> instances;

    Retrieval(Call call, List<Instance> instances) {
        this.call = call;
        this.instances = instances;
    }

    /** The files, in the transfer syntax that is wanted: those that have it, or can be given it (PS3.18 section 10.4.3). */
    void files() throws IOException, Refusal {
        for (MediaType wanted : call.accepted()) {
            boolean single = instances.size() == 1 && wanted.name().equals(Call.DICOM);
            if (!wanted.includes(Call.DICOM) || (!single && wanted.name().equals(Call.DICOM))) {
                continue;
            }
            List<Part> parts = new ArrayList<>();
            for (Instance instance : instances) {
                byte[] file = in(wanted, instance);
                if (file.length > 0) {
                    parts.add(new Part(Call.DICOM, call.base() + instance.path(), file));
                }
            }
            if (single && !parts.isEmpty()) {
                call.send(200, Call.DICOM, parts.get(0).body());
                return;
            } else if (!parts.isEmpty()) {
                call.sendParts(parts.size() < instances.size() ? 206 : 200, Call.DICOM, parts);
                return;
            }
        }
        throw new Refusal(
                406,
                "Instances are to be had as multipart/related; type=\"application/dicom\", a single one as"
                        + " application/dicom, compressed ones with transfer-syntax=* only");
    }

    /** The file, or no bytes when it cannot be had in that transfer syntax. */
    private static byte[] in(MediaType wanted, Instance instance) {
        String stored = instance.file().transferSyntax();
        String asked = wanted.parameter("transfer-syntax");
        if (asked.isEmpty()) {
            asked = wanted.name().equals("*/*") ? "*" : TransferSyntax.EXPLICIT_VR;
        }
        if (asked.equals("*") || asked.equals(stored)) {
            return instance.file().bytes();
        }
        return TransferSyntax.isNative(asked) && TransferSyntax.isNative(stored)
                ? DicomWriter.write(instance.dataSet(), asked)
                : new byte[0];
    }

    void metadata() throws IOException, Refusal {
        String type = call.accepted(Call.DICOM_JSON, "application/json");
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Instance instance : instances) {
            all.add(new DicomJson(call.base() + instance.path() + "/bulkdata/").write(instance.dataSet()));
        }
        call.send(200, type, DicomJson.bytes(all));
    }

    /**
     * Frames as they are stored.
     *
     * @param list numbers from 1, with commas between
     */
    void frames(String list) throws IOException, Refusal {
        Instance instance = instances.get(0);
        List<Integer> numbers = numbers(list);
        String type = TransferSyntax.mediaTypeOfFrame(instance.file().transferSyntax());
        List<Part> parts = new ArrayList<>();
        for (int number : numbers) {
            String location = call.base() + instance.path() + "/frames/" + number;
            try {
                parts.add(new Part(type, location, new PixelData(instance.dataSet()).frame(number)));
            } catch (DicomFormatException e) {
                throw new Refusal(404, e.getMessage());
            }
        }
        send(type, parts);
    }

    /** The value of an element that the metadata only points to (PS3.18 section 10.4.1.1.5). */
    void bulkdata(String tag) throws IOException, Refusal {
        Instance instance = instances.get(0);
        Element element =
                tag.matches("[0-9A-Fa-f]{8}") ? instance.dataSet().get(Integer.parseUnsignedInt(tag, 16)) : null;
        byte[] value;
        if (element instanceof Plain plain) {
            value = plain.copy();
        } else if (element instanceof Encapsulated pixels) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            pixels.fragments().stream().skip(1).forEach(each -> all.writeBytes(new Plain(0, "OB", each).copy()));
            value = all.toByteArray();
        } else {
            throw new Refusal(404, "The instance has no value " + tag);
        }
        send(BYTES, List.of(new Part(BYTES, call.base() + instance.path() + "/bulkdata/" + tag, value)));
    }

    /** A frame as a picture, or a small one of it (PS3.18 sections 10.4.1.1.3 and 10.4.1.1.4). */
    void rendered(String list, boolean thumbnail) throws IOException, Refusal {
        List<Integer> numbers = numbers(list);
        if (numbers.size() > 1) {
            throw new Refusal(400, "One frame at a time is rendered here, not \"" + list + "\"");
        }
        String type = call.accepted("image/png", "image/jpeg");
        BufferedImage picture = picture(instances.get(0), numbers.get(0));
        call.send(200, type, Picture.encoded(thumbnail ? Picture.thumbnail(picture) : picture, type));
    }

    static BufferedImage picture(Instance instance, int number) throws Refusal {
        try {
            return Picture.of(instance.dataSet(), number);
        } catch (DicomFormatException e) {
            throw new Refusal(406, "No picture can be made of this instance: " + e.getMessage());
        }
    }

    private List<Integer> numbers(String list) throws Refusal {
        int frames = new PixelData(instances.get(0).dataSet()).frames();
        String[] each = list.split(",", -1);
        if (each.length > MOST_FRAMES) {
            throw new Refusal(400, "More than " + MOST_FRAMES + " frames at once");
        }
        List<Integer> numbers = new ArrayList<>();
        for (String text : each) {
            if (!text.matches("[0-9]{1,9}")) {
                throw new Refusal(400, "\"" + list + "\" is no list of frame numbers");
            }
            int number = Integer.parseInt(text);
            if (number < 1 || number > frames) {
                throw new Refusal(404, "The instance has no frame " + number + ", but " + frames + " frames");
            }
            numbers.add(number);
        }
        return numbers;
    }

    private void send(String type, List<Part> parts) throws IOException, Refusal {
        for (MediaType wanted : call.accepted()) {
            if (!wanted.includes(type)) {
                continue;
            }
            if (wanted.isMultipart() || wanted.name().equals("*/*")) {
                call.sendParts(200, type, parts);
                return;
            } else if (parts.size() == 1) {
                call.send(200, type, parts.get(0).body());
                return;
            }
        }
        throw new Refusal(406, "This is to be had as multipart/related; type=\"" + type + "\"");
    }
}
