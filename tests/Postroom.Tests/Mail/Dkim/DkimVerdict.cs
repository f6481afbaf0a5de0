using System.Text.Json;
using Postroom.Mail.Dkim;
using Postroom.Tests.Support;

namespace Postroom.Tests.Mail.Dkim;

/// <summary>What a verifier of another make says of one signature.</summary>
public sealed record DkimVerdict(string Result, string Domain, string Selector, string Algorithm, string Words)
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The two verifiers. dkimpy comes with Debian's own Python.</summary>
    public static TheoryData<string> Verifiers => ["verify_dkim.py", "verify_dkim.mjs"];

    /// <summary>Asks one of them, with these records in DNS.</summary>
    public static async Task<List<List<DkimVerdict>>> ProbeAsync(
        string verifier, IEnumerable<byte[]> messages, params (string Name, string Text)[] records)
    {
        var program = verifier.EndsWith(".py", StringComparison.Ordinal) ? "/usr/bin/python3" : "node";
        var dns = JsonSerializer.Serialize(records.ToDictionary(record => record.Name, record => record.Text));
        return JsonSerializer.Deserialize<List<List<DkimVerdict>>>(
            await OtherReader.ProbeAsync(program, verifier, messages, dns), Json)!;
    }

    /// <summary>The message with a signature of each key in front, and the records of the keys.</summary>
    public static byte[] Signed(byte[] message, string domain, params (string Selector, DkimKey Key)[] keys)
    {
        var read = DkimMessage.Read(message)!;
        var fields = keys.SelectMany(key => DkimSigner.Sign(read, key.Key, new DkimSignature(domain, key.Selector, DateTimeOffset.UtcNow.AddMinutes(-1))));
        return [.. fields, .. message];
    }
}
