import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Paths;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A procedure system in one file, for Java 8 without any library: token, dossier, evidence request, content with hash
 * check, citation.
 *
 * <pre>
 * javac --release 8 *.java      (Java 8 itself: javac *.java)
 * java MotlanPartner CLIENT_ID client.p12 http://127.0.0.1:3000
 * </pre>
 *
 * The password of the .p12 is taken from the environment, MOTLAN_KEY_PASSWORD; a .pem has none.
 */
public final class MotlanPartner {
    private final String base;
    private String token;

    private MotlanPartner(String base) {
        this.base = base;
    }

    public static void main(String[] args) throws Exception {
        System.setOut(new PrintStream(System.out, true, "UTF-8"));
        if (args.length < 2 || args.length > 3) {
            System.err.println("usage: java MotlanPartner CLIENT_ID KEY.p12|KEY.pem [http://127.0.0.1:3000]");
            System.exit(2);
        }
        String password = System.getenv("MOTLAN_KEY_PASSWORD");
        PrivateKey key = Es256.readKey(Paths.get(args[1]), password == null ? null : password.toCharArray());
        String base = args.length == 3 ? args[2] : "http://127.0.0.1:3000";
        try {
            new MotlanPartner(base).run(args[0], key);
        } catch (Refused refused) {
            System.err.println(refused.getMessage());
            System.exit(1);
        }
    }

    private void run(String clientId, PrivateKey key) throws Exception {
        token = fetchToken(clientId, key);
        System.out.println("token      ok, scopes " + call("GET", "/api/v1/whoami", null).json().get("scopes"));

        String dossier = openDossier();
        System.out.println("dossier    " + dossier);

        Map<String, Object> request = call("POST", "/api/v1/evidence-requests", "{"
                + "\"dossierCode\":" + Json.quote(dossier)
                + ",\"componentCode\":\"QUYEN_SU_DUNG_DAT\""
                + ",\"basis\":\"STATUTORY_DUTY\""
                + ",\"legalGround\":\"Luật 91/2025/QH15, Điều 19(1)(c)\""
                + ",\"purpose\":{\"code\":\"REPAIR\",\"text\":\"Cấp giấy phép sửa chữa nhà\"}"
                + ",\"officer\":{\"id\":\"cb-0077\",\"name\":\"Phan Thùy Linh\",\"position\":\"Cán bộ thụ lý\"}"
                + "}").json();
        System.out.println("evidence   " + request.get("state"));
        if (!"READY".equals(request.get("state"))) {
            System.out.println("           the owner holds nothing that fits: " + request.get("reasons"));
            return;
        }
        Map<String, Object> item = asObject(((List<?>) request.get("items")).get(0));
        fetchContent(request, item);
        cite(request, item);
    }

    /** OAuth 2 client credentials with private_key_jwt (RFC 7523): the assertion is used once and lives a minute. */
    private String fetchToken(String clientId, PrivateKey key) throws Exception {
        long now = System.currentTimeMillis() / 1000;
        String claims = "{\"iss\":" + Json.quote(clientId) + ",\"sub\":" + Json.quote(clientId)
                + ",\"aud\":" + Json.quote(base) + ",\"jti\":" + Json.quote(UUID.randomUUID().toString())
                + ",\"iat\":" + now + ",\"exp\":" + (now + 60) + "}";
        String assertion = Es256.sign("{\"alg\":\"ES256\"}", claims, key);
        String form = "grant_type=client_credentials"
                + "&client_assertion_type="
                + URLEncoder.encode("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", "UTF-8")
                + "&client_assertion=" + assertion;
        Answer answer = send("POST", "/oauth2/token", "application/x-www-form-urlencoded", form);
        return (String) answer.json().get("access_token");
    }

    private String openDossier() throws IOException {
        LocalDate today = LocalDate.now(ZoneId.of("Asia/Ho_Chi_Minh"));
        String code = "H09.27-" + today.format(DateTimeFormatter.ofPattern("yyMMdd"))
                + "-" + String.format("%09d", System.currentTimeMillis() % 1_000_000_000L);
        call("PUT", "/api/v1/dossiers/" + code, "{"
                + "\"procedureCode\":\"1.013229\""
                + ",\"owner\":{\"kind\":\"PERSONAL_ID\",\"value\":\"999190000001\""
                + ",\"name\":\"Nguyễn Thị Ánh Tuyết\",\"birthDate\":\"1990-03-15\"}"
                + ",\"submittedOn\":" + Json.quote(today.toString())
                + ",\"channel\":2,\"agencyCode\":\"H09.27\"}");
        return code;
    }

    /** Bytes may be used only when their hash is the one that the evidence request named. */
    private void fetchContent(Map<String, Object> request, Map<String, Object> item) throws Exception {
        Answer content = call("GET", "/api/v1/evidence-requests/" + request.get("id")
                + "/items/" + item.get("documentId") + "/content", null);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.body);
        StringBuilder hex = new StringBuilder();
        for (byte b : digest) hex.append(String.format("%02x", b));
        String named = "sha-256=:" + Base64.getEncoder().encodeToString(digest) + ":";
        if (!hex.toString().equals(item.get("sha256")) || !named.equals(content.reprDigest))
            throw new Refused("the content differs from its hash: throw it away");
        System.out.println("content    " + content.body.length + " bytes, SHA-256 " + hex);
    }

    private void cite(Map<String, Object> request, Map<String, Object> item) throws IOException {
        long version = ((Double) item.get("version")).longValue();
        Map<String, Object> citation = call("POST", "/api/v1/citations", "{"
                + "\"evidenceRequestId\":" + Json.quote((String) request.get("id"))
                + ",\"documentId\":" + Json.quote((String) item.get("documentId"))
                + ",\"version\":" + version
                + ",\"sha256\":" + Json.quote((String) item.get("sha256")) + "}").json();
        System.out.println("cited      at " + citation.get("citedAt") + ", keep the receipt: "
                + ((String) citation.get("receipt")).substring(0, 20) + "…");
    }

    private Answer call(String method, String path, String json) throws IOException {
        return send(method, path, "application/json", json);
    }

    private Answer send(String method, String path, String contentType, String body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL(base + path).openConnection();
        connection.setConnectTimeout(10_000);
        connection.setReadTimeout(60_000);
        connection.setRequestMethod(method);
        if (token != null) connection.setRequestProperty("Authorization", "Bearer " + token);
        if (body != null) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", contentType);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body.getBytes(StandardCharsets.UTF_8));
            }
        }
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            Answer answer = new Answer(readAll(in), connection.getHeaderField("Repr-Digest"));
            // A refusal is problem+json with a stable "code": decide by it, show "detail" to people.
            if (status >= 400) throw new Refused(method + " " + path + ": " + status + " " + answer.text());
            return answer;
        }
    }

    private static byte[] readAll(InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (in == null) return out.toByteArray();
        byte[] buffer = new byte[64 * 1024];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) out.write(buffer, 0, read);
        return out.toByteArray();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asObject(Object value) {
        return (Map<String, Object>) value;
    }

    private static final class Answer {
        final byte[] body;
        final String reprDigest;

        Answer(byte[] body, String reprDigest) {
            this.body = body;
            this.reprDigest = reprDigest;
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        Map<String, Object> json() {
            return asObject(Json.parse(text()));
        }
    }

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }
}
