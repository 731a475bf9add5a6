import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** ES256 (RFC 7518, 3.4) with what Java 8 has: the key from a .p12 or .pem, and the signature as JWS wants it. */
final class Es256 {
    private static final int COORDINATE_BYTES = 32;

    private Es256() {}

    /** @param password of a .p12; not used for a .pem */
    static PrivateKey readKey(Path file, char[] password) throws Exception {
        if (file.toString().endsWith(".p12")) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, password);
            }
            return (PrivateKey) store.getKey(store.aliases().nextElement(), password);
        }
        String pem = new String(Files.readAllBytes(file), StandardCharsets.US_ASCII);
        String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }

    /** A compact JWS: header and claims as JSON texts. */
    static String sign(String header, String claims, PrivateKey key) throws GeneralSecurityException {
        String signed = base64Url(header.getBytes(StandardCharsets.UTF_8))
                + "." + base64Url(claims.getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + base64Url(derToRaw(signature.sign()));
    }

    /**
     * Java signs as DER, SEQUENCE { INTEGER r, INTEGER s }; JWS wants r and s as 32 bytes each. With P-256 each length
     * is one byte. An integer may have a zero in front (the sign bit) or be shorter than 32 bytes.
     */
    static byte[] derToRaw(byte[] der) {
        byte[] raw = new byte[2 * COORDINATE_BYTES];
        int at = 2;
        for (int part = 0; part < 2; part++) {
            int length = der[at + 1];
            int begin = at + 2;
            int skip = Math.max(0, length - COORDINATE_BYTES);
            int kept = length - skip;
            System.arraycopy(der, begin + skip, raw, (part + 1) * COORDINATE_BYTES - kept, kept);
            at = begin + length;
        }
        return raw;
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
