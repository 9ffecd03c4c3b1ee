package io.caretrail.examples.dicom;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The URI Service (WADO-URI, PS3.18 section 9): one instance, named by query parameters. Thread-safe. */
final class UriService {

    private final Archive archive;

    UriService(Archive archive) {
        this.archive = archive;
    }

    void serve(Call call) throws IOException, Refusal {
        HttpServletRequest request = call.request();
        if (!call.isRead() || !"WADO".equals(request.getParameter("requestType"))) {
            throw new Refusal(400, "Ask with GET and requestType=WADO");
        }
        StudiesPath path =
                StudiesPath.instance(uid(request, "studyUID"), uid(request, "seriesUID"), uid(request, "objectUID"));
        List<Instance> found = archive.find(path);
        if (found.isEmpty()) {
            throw new Refusal(404, "There is no such instance");
        }
        Instance instance = found.get(0);
        // Without a type the standard has a picture for one frame, the file for several (section 9.1.2.2.1).
        String asked = request.getParameter("contentType");
        int frames = new PixelData(instance.dataSet()).frames();
        String type = asked != null ? asked : frames == 1 ? "image/jpeg" : Call.DICOM;
        switch (type) {
            case Call.DICOM -> call.send(200, type, instance.file().bytes());
            case "image/jpeg", "image/png" -> {
                int number = frame(request.getParameter("frameNumber"), frames);
                call.send(200, type, Picture.encoded(Retrieval.picture(instance, number), type));
            }
            default -> throw new Refusal(406, "Instances are to be had as application/dicom, image/jpeg or image/png");
        }
    }

    private static int frame(@Nullable String number, int frames) throws Refusal {
        if (number == null) {
            return 1;
        }
        if (!number.matches("[0-9]{1,9}")) {
            throw new Refusal(400, "frameNumber \"" + number + "\" is no number");
        }
        int frame = Integer.parseInt(number);
        if (frame < 1 || frame > frames) {
            throw new Refusal(404, "The instance has no frame " + frame + ", but " + frames + " frames");
        }
        return frame;
    }

    private static String uid(HttpServletRequest request, String name) throws Refusal {
        String uid = request.getParameter(name);
        if (uid == null || !Uid.isUid(uid)) {
            throw new Refusal(400, name + " \"" + uid + "\" is no UID");
        }
        return uid;
    }
}
