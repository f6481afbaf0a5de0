using System.Globalization;
using System.Text;

namespace Postroom.Tests.Server.Serving;

/// <summary>A body that no honest client sends, with the header lines that go with it.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Head">Its header lines.</param>
/// <param name="Bytes">Its bytes, one character each.</param>
/// <param name="IsCut">Whether the client goes away in the middle, so that there is nobody to answer.</param>
sealed record MalformedBody(string Name, string Head, string Bytes, bool IsCut = false)
{
    const string Form = "application/x-www-form-urlencoded";
    const string Parts = "multipart/form-data; boundary=b";
    const string Json = "application/json";

    public static IReadOnlyList<MalformedBody> All { get; } = [.. UrlEncoded(), .. Multipart(), .. Charsets(), .. OtherTypes(), .. Framing(), .. Jsons()];

    /// <summary>Forms that carry the token, so that the endpoint itself meets what is wrong with their values.</summary>
    public static IEnumerable<MalformedBody> WithToken(string token, IEnumerable<string> fields)
    {
        var valid = "__RequestVerificationToken=" + Uri.EscapeDataString(token);
        string[] values = ["%00%01%1F", "%ED%A0%80%C0%AF%FF", new string('x', 3_000), "%F0%9F%98%80%E2%80%AE%0D%0AX: y"];
        foreach (var value in values)
            yield return Of("values " + value[..4], Form, valid + string.Concat(fields.Select(field => $"&{field}={value}")));
        yield return Of("every field twice", Form, valid + string.Concat(fields.Select(field => $"&{field}=1&{field}=2")));
        yield return Of("no field at all", Form, valid);
    }

    static IEnumerable<MalformedBody> UrlEncoded()
    {
        yield return Of("empty", Form, "");
        yield return Of("no token", Form, "a=1&b=2");
        yield return Of("token twice", Form, "__RequestVerificationToken=a&__RequestVerificationToken=b");
        yield return Of("5,000 keys", Form, string.Join('&', Enumerable.Range(0, 5_000).Select(i => FormattableString.Invariant($"k{i}=v"))));
        yield return Of("5,000 times one key", Form, string.Join('&', Enumerable.Repeat("k=v", 5_000)));
        yield return Of("a key of 3,000 characters", Form, new string('k', 3_000) + "=v");
        yield return Of("a key of 300,000 characters", Form, new string('k', 300_000) + "=v");
        yield return Of("percent garbage", Form, "%=%&%zz=%1&%%%=%u0041&a=%");
        yield return Of("NULs", Form, "a\0b=\0&%00=%00");
        yield return Of("invalid UTF-8", Form, "a=\xC3\x28\xFF\xFE&\xC0\xAF=%FF%C0%AF%ED%A0%80");
        yield return Of("only separators", Form, new string('&', 20_000));
        yield return Of("only equals signs", Form, new string('=', 20_000));
        yield return Of("control characters", Form, "a=\x01\x02\r\n\r\nGET / HTTP/1.1\r\n\r\n");
        yield return new("larger than any form", $"Content-Type: {Form}\r\nContent-Length: 900000000", "a=1");
    }

    static IEnumerable<MalformedBody> Multipart()
    {
        yield return Of("no boundary", "multipart/form-data", "--b\r\n\r\n--b--\r\n");
        yield return Of("an empty boundary", "multipart/form-data; boundary=", "--\r\n\r\n----\r\n");
        yield return Of("a boundary of 300 characters", "multipart/form-data; boundary=" + new string('b', 300), "x");
        yield return Of("another boundary", Parts, "--c\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--c--\r\n");
        yield return Of("truncated in the head of a part", Parts, "--b\r\nContent-Disposition: form-da");
        yield return Of("truncated in the content of a part", Parts, "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1");
        yield return Of("truncated in the end", Parts, "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b");
        yield return Of("no disposition", Parts, "--b\r\nContent-Type: text/plain\r\n\r\n1\r\n--b--\r\n");
        yield return Of("a broken disposition", Parts, "--b\r\nContent-Disposition: ;;;=\"\r\n\r\n1\r\n--b--\r\n");
        yield return Of("no colon in a header line", Parts, "--b\r\nContent-Disposition form-data\r\n\r\n1\r\n--b--\r\n");
        yield return Of("an empty header name", Parts, "--b\r\n: form-data\r\n\r\n1\r\n--b--\r\n");
        yield return Of("a header of 100,000 characters", Parts, "--b\r\nX: " + new string('x', 100_000) + "\r\n\r\n1\r\n--b--\r\n");
        yield return Of("1,000 header lines", Parts, "--b\r\n" + string.Concat(Enumerable.Repeat("X: y\r\n", 1_000)) + "\r\n1\r\n--b--\r\n");
        yield return Of("a name of 3,000 characters", Parts, $"--b\r\nContent-Disposition: form-data; name={new string('n', 3_000)}\r\n\r\n1\r\n--b--\r\n");
        yield return Of("3,000 parts", Parts, string.Concat(Enumerable.Range(0, 3_000).Select(i => FormattableString.Invariant($"--b\r\nContent-Disposition: form-data; name=n{i}\r\n\r\n1\r\n"))) + "--b--\r\n");
        yield return Of("a nested multipart", Parts, "--b\r\nContent-Disposition: form-data; name=a\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\n1\r\n--c--\r\n--b--\r\n");
        yield return Of("a file name with quotes and NUL", Parts, "--b\r\nContent-Disposition: form-data; name=f; filename=\"a\"b\0.pem\"\r\n\r\n1\r\n--b--\r\n");
        yield return Of("a file name in a broken charset", Parts, "--b\r\nContent-Disposition: form-data; name=f; filename*=utf-7''%ZZ%FF\r\n\r\n1\r\n--b--\r\n");
        yield return Of("a file name beyond ASCII", Parts, "--b\r\nContent-Disposition: form-data; name=f; filename=\"\xE9\xFF\x81.pem\"\r\n\r\n1\r\n--b--\r\n");
        yield return Of("a transfer encoding that is none", Parts, "--b\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--b--\r\n");
        yield return Of("a part in utf-7", Parts, "--b\r\nContent-Disposition: form-data; name=a\r\nContent-Type: text/plain; charset=utf-7\r\n\r\n+ADw-\r\n--b--\r\n");
        yield return Of("a part in no charset", Parts, "--b\r\nContent-Disposition: form-data; name=a\r\nContent-Type: text/plain; charset=\"x\0y\"\r\n\r\n1\r\n--b--\r\n");
        yield return Of("a part whose type is none", Parts, "--b\r\nContent-Disposition: form-data; name=a\r\nContent-Type: ;;/\r\n\r\n1\r\n--b--\r\n");
    }

    static IEnumerable<MalformedBody> Charsets() =>
        new[] { "utf-7", "utf-16", "utf-32", "iso-2022-jp", "shift_jis", "no-such", "\"", "\"utf-8", "utf-8; charset=utf-7" }
            .Select(charset => Of("charset " + charset, $"{Form}; charset={charset}", "a=+ADw-"));

    static IEnumerable<MalformedBody> OtherTypes() =>
        new[] { "text/plain", "text/xml", "/", "form", ";", "multipart/mixed; boundary=b", "multipart/related", "application/octet-stream", new string('t', 5_000) }
            .Select(type => Of("type " + type[..Math.Min(type.Length, 20)], type, "a=1"));

    static IEnumerable<MalformedBody> Framing()
    {
        yield return new("no type", "Content-Length: 3", "a=1");
        yield return new("no length", $"Content-Type: {Form}", "");
        yield return new("less than announced", $"Content-Type: {Form}\r\nContent-Length: 100", "a=1", IsCut: true);
        yield return new("more than announced", $"Content-Type: {Form}\r\nContent-Length: 1", "a=1&b=2");
        yield return new("a negative length", $"Content-Type: {Form}\r\nContent-Length: -1", "a=1");
        yield return new("a length that is no number", $"Content-Type: {Form}\r\nContent-Length: many", "a=1");
        yield return new("a length of 20 digits", $"Content-Type: {Form}\r\nContent-Length: 99999999999999999999", "a=1");
        yield return new("a length of 4 GB", $"Content-Type: {Form}\r\nContent-Length: 4294967296", "a=1");
        yield return new("two lengths", $"Content-Type: {Form}\r\nContent-Length: 3\r\nContent-Length: 4", "a=1");
        yield return new("length and chunks", $"Content-Type: {Form}\r\nContent-Length: 3\r\nTransfer-Encoding: chunked", "3\r\na=1\r\n0\r\n\r\n");
        yield return new("chunked garbage", $"Content-Type: {Form}\r\nTransfer-Encoding: chunked", "ZZ\r\na=1\r\n0\r\n\r\n");
        yield return new("a chunk larger than announced", $"Content-Type: {Form}\r\nTransfer-Encoding: chunked", "1\r\na=1\r\n0\r\n\r\n");
        yield return new("a chunk of 16 digits", $"Content-Type: {Form}\r\nTransfer-Encoding: chunked", "FFFFFFFFFFFFFFFF\r\na=1\r\n0\r\n\r\n");
        yield return new("chunks that end early", $"Content-Type: {Form}\r\nTransfer-Encoding: chunked", "3\r\na=", IsCut: true);
        yield return new("an unknown transfer encoding", $"Content-Type: {Form}\r\nTransfer-Encoding: gzip", "a=1");
        yield return new("a content encoding that it has not", $"Content-Type: {Form}\r\nContent-Encoding: gzip\r\nContent-Length: 3", "a=1");
        yield return new("multipart that ends early", $"Content-Type: {Parts}\r\nContent-Length: 500", "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1", IsCut: true);
    }

    static IEnumerable<MalformedBody> Jsons()
    {
        yield return Of("JSON that ends early", Json, "{\"a\":");
        yield return Of("JSON in invalid UTF-8", Json, "{\"to\":[\"\xC3\x28\"]}");
        yield return Of("JSON with half a surrogate pair", Json, "{\"to\":[\"\\ud800\"],\"\\udfff\":1}");
        yield return Of("JSON 10,000 deep", Json, new string('[', 10_000));
        yield return Of("JSON objects 10,000 deep", Json, string.Concat(Enumerable.Repeat("{\"a\":", 10_000)));
        yield return Of("JSON of 30,000 unknown fields", Json, "{" + string.Join(',', Enumerable.Range(0, 30_000).Select(i => FormattableString.Invariant($"\"f{i}\":1"))) + "}");
        yield return Of("JSON with a NUL", Json, "{\"subject\":\"\\u0000\",\"text\":\"\0\"}");
        yield return new("JSON less than announced", $"Content-Type: {Json}\r\nContent-Length: 1000", "{\"a\":", IsCut: true);
        yield return Of("JSON in utf-7", Json + "; charset=utf-7", "+AHs-");
    }

    static MalformedBody Of(string name, string type, string bytes) =>
        new(name, $"Content-Type: {type}\r\nContent-Length: {bytes.Length.ToString(CultureInfo.InvariantCulture)}", bytes);

    readonly Lazy<byte[]> _bytes = new(() => Encoding.Latin1.GetBytes(Bytes));

    public byte[] ToBytes() => _bytes.Value;
}
