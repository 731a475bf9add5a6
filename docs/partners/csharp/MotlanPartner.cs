// A procedure system in one file, for .NET Framework 4.8 without any package: token, dossier, evidence request, content
// with hash check, citation.
//
//   csc /r:System.Net.Http.dll /r:System.Web.Extensions.dll MotlanPartner.cs      (developer prompt of Visual Studio)
//   set MOTLAN_KEY_PASSWORD=...
//   MotlanPartner.exe CLIENT_ID client.p12 http://127.0.0.1:3000
using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using System.Web.Script.Serialization;

internal static class MotlanPartner
{
    private static readonly JavaScriptSerializer Json = new JavaScriptSerializer { MaxJsonLength = int.MaxValue };

    private static int Main(string[] args)
    {
        Console.OutputEncoding = new UTF8Encoding(false);
        if (args.Length < 2 || args.Length > 3)
        {
            Console.Error.WriteLine("usage: MotlanPartner CLIENT_ID client.p12 [http://127.0.0.1:3000]");
            return 2;
        }
        // .NET Framework 4.8 follows the system; older Windows needs to be told.
        ServicePointManager.SecurityProtocol |= SecurityProtocolType.Tls12;
        var address = args.Length == 3 ? args[2] : "http://127.0.0.1:3000";
        try
        {
            Run(args[0], args[1], address).GetAwaiter().GetResult();
            return 0;
        }
        catch (RefusedException refused)
        {
            Console.Error.WriteLine(refused.Message);
            return 1;
        }
    }

    private static async Task Run(string clientId, string keyFile, string address)
    {
        var password = Environment.GetEnvironmentVariable("MOTLAN_KEY_PASSWORD");
        using (var certificate = new X509Certificate2(keyFile, password, X509KeyStorageFlags.EphemeralKeySet))
        using (var key = certificate.GetECDsaPrivateKey())
        using (var http = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(60) })
        {
            var token = await FetchToken(http, clientId, key, address);
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var me = await CallJson(http, HttpMethod.Get, "/api/v1/whoami");
            Console.WriteLine("token      ok, scopes " + string.Join(", ", ListOf(me["scopes"])));

            var dossier = await OpenDossier(http);
            Console.WriteLine("dossier    " + dossier);

            var request = await CallJson(http, HttpMethod.Post, "/api/v1/evidence-requests", new
            {
                dossierCode = dossier,
                componentCode = "QUYEN_SU_DUNG_DAT",
                basis = "STATUTORY_DUTY",
                legalGround = "Luật 91/2025/QH15, Điều 19(1)(c)",
                purpose = new { code = "REPAIR", text = "Cấp giấy phép sửa chữa nhà" },
                officer = new { id = "cb-0077", name = "Phan Thùy Linh", position = "Cán bộ thụ lý" },
            });
            Console.WriteLine("evidence   " + request["state"]);
            if ((string)request["state"] != "READY")
            {
                Console.WriteLine("           the owner holds nothing that fits: " + Json.Serialize(request["reasons"]));
                return;
            }
            var item = (IDictionary<string, object>)ListOf(request["items"]).First();
            await FetchContent(http, request, item);
            await Cite(http, request, item);
        }
    }

    /// <summary>OAuth 2 client credentials with private_key_jwt (RFC 7523): used once, lives a minute.</summary>
    private static async Task<string> FetchToken(HttpClient http, string clientId, ECDsa key, string address)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = Json.Serialize(new
        {
            iss = clientId,
            sub = clientId,
            aud = address,
            jti = Guid.NewGuid().ToString(),
            iat = now,
            exp = now + 60,
        });
        var signed = Base64Url(Encoding.UTF8.GetBytes("{\"alg\":\"ES256\"}"))
            + "." + Base64Url(Encoding.UTF8.GetBytes(claims));
        // SignData gives r and s side by side, 64 bytes: what JWS wants (RFC 7518, 3.4).
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256);
        var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = signed + "." + Base64Url(signature),
        });
        using (var answer = await Send(http, new HttpRequestMessage(HttpMethod.Post, "/oauth2/token") { Content = form }))
        {
            return (string)AsObject(await answer.Content.ReadAsStringAsync())["access_token"];
        }
    }

    private static async Task<string> OpenDossier(HttpClient http)
    {
        // Vietnam has no summer time: always seven hours ahead.
        var today = DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(7));
        var number = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() % 1000000000;
        var code = $"H09.27-{today:yyMMdd}-{number:D9}";
        await CallJson(http, HttpMethod.Put, "/api/v1/dossiers/" + code, new
        {
            procedureCode = "1.013229",
            owner = new
            {
                kind = "PERSONAL_ID",
                value = "999190000001",
                name = "Nguyễn Thị Ánh Tuyết",
                birthDate = "1990-03-15",
            },
            submittedOn = today.ToString("yyyy-MM-dd"),
            channel = 2,
            agencyCode = "H09.27",
        });
        return code;
    }

    /// <summary>Bytes may be used only when their hash is the one that the evidence request named.</summary>
    private static async Task FetchContent(
        HttpClient http, IDictionary<string, object> request, IDictionary<string, object> item)
    {
        var path = $"/api/v1/evidence-requests/{request["id"]}/items/{item["documentId"]}/content";
        using (var answer = await Send(http, new HttpRequestMessage(HttpMethod.Get, path)))
        using (var sha256 = SHA256.Create())
        {
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            var digest = sha256.ComputeHash(bytes);
            var hex = BitConverter.ToString(digest).Replace("-", "").ToLowerInvariant();
            var named = "sha-256=:" + Convert.ToBase64String(digest) + ":";
            if (hex != (string)item["sha256"] || named != answer.Headers.GetValues("Repr-Digest").Single())
                throw new RefusedException("the content differs from its hash: throw it away");
            Console.WriteLine($"content    {bytes.Length} bytes, SHA-256 {hex}");
        }
    }

    private static async Task Cite(
        HttpClient http, IDictionary<string, object> request, IDictionary<string, object> item)
    {
        var citation = await CallJson(http, HttpMethod.Post, "/api/v1/citations", new
        {
            evidenceRequestId = request["id"],
            documentId = item["documentId"],
            version = item["version"],
            sha256 = item["sha256"],
        });
        var receipt = ((string)citation["receipt"]).Substring(0, 20);
        Console.WriteLine($"cited      at {citation["citedAt"]}, keep the receipt: {receipt}…");
    }

    private static async Task<IDictionary<string, object>> CallJson(
        HttpClient http, HttpMethod method, string path, object body = null)
    {
        var message = new HttpRequestMessage(method, path);
        if (body != null)
            message.Content = new StringContent(Json.Serialize(body), Encoding.UTF8, "application/json");
        using (var answer = await Send(http, message))
        {
            return AsObject(await answer.Content.ReadAsStringAsync());
        }
    }

    /// <summary>A refusal is problem+json with a stable "code": decide by it, show "detail" to people.</summary>
    private static async Task<HttpResponseMessage> Send(HttpClient http, HttpRequestMessage message)
    {
        var answer = await http.SendAsync(message);
        if (answer.IsSuccessStatusCode) return answer;
        var text = await answer.Content.ReadAsStringAsync();
        throw new RefusedException($"{message.Method} {message.RequestUri}: {(int)answer.StatusCode} {text}");
    }

    private static IDictionary<string, object> AsObject(string json)
    {
        return Json.Deserialize<Dictionary<string, object>>(json);
    }

    /// <summary>The serializer gives an array as ArrayList or object[], depending on where it stands.</summary>
    private static IEnumerable<object> ListOf(object value)
    {
        return ((IEnumerable)value).Cast<object>();
    }

    private static string Base64Url(byte[] bytes)
    {
        return Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    private sealed class RefusedException : Exception
    {
        public RefusedException(string message) : base(message) { }
    }
}
