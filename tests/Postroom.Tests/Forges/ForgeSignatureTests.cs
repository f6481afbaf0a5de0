using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Postroom.Forges;

namespace Postroom.Tests.Forges;

public sealed class ForgeSignatureTests
{
    const string Secret = "whsec_dGVzdHRlc3R0ZXN0dGVzdHRlc3R0ZXN0dGVzdHRlc3Q=";
    static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    static readonly byte[] Body = "{\"a\": 1}"u8.ToArray();

    [Theory]
    [InlineData(ForgeKind.BitbucketServer, "X-Hub-Signature", "sha256=")]
    [InlineData(ForgeKind.GitHub, "X-Hub-Signature-256", "sha256=")]
    [InlineData(ForgeKind.Gitea, "X-Gitea-Signature", "")]
    [InlineData(ForgeKind.Gitea, "X-Forgejo-Signature", "")]
    [InlineData(ForgeKind.Gitea, "X-Gogs-Signature", "")]
    [InlineData(ForgeKind.Gitea, "X-Hub-Signature-256", "sha256=")]
    public void The_right_secret_holds_and_no_other(ForgeKind kind, string header, string prefix)
    {
        var right = Check(kind, (header, prefix + Hex(Secret)));
        var wrong = Check(kind, (header, prefix + Hex("another secret")));
        var upper = Check(kind, (header, prefix + Hex(Secret).ToUpperInvariant()));

        Assert.Equal((SignatureState.Good, SignatureState.Wrong, SignatureState.Good), (right, wrong, upper));
    }

    [Theory]
    [InlineData(ForgeKind.BitbucketServer, "X-Hub-Signature")]
    [InlineData(ForgeKind.GitHub, "X-Hub-Signature")]
    [InlineData(ForgeKind.Gitea, "X-Hub-Signature")]
    public void A_signature_by_sha1_alone_does_not_count(ForgeKind kind, string header)
    {
#pragma warning disable CA5350 // The weak signature is the subject.
        var signature = "sha1=" + Convert.ToHexStringLower(HMACSHA1.HashData(Encoding.UTF8.GetBytes(Secret), Body));
#pragma warning restore CA5350

        Assert.Equal(SignatureState.Missing, Check(kind, (header, signature)));
    }

    [Theory, InlineData(""), InlineData("sha256="), InlineData("sha256=zz"), InlineData("md5=00"), InlineData("sha256=0011")]
    public void Rubbish_never_holds(string value) => Assert.NotEqual(SignatureState.Good, Check(ForgeKind.GitHub, ("X-Hub-Signature-256", value)));

    [Fact]
    public void A_header_that_stands_twice_proves_nothing()
    {
        var headers = new HeaderDictionary { ["X-Hub-Signature-256"] = new(["sha256=" + Hex("another"), "sha256=" + Hex(Secret)]) };

        Assert.Equal(SignatureState.Wrong, ForgeSignature.Check(ForgeKind.GitHub, headers, Body, Secret, Now));
    }

    [Fact]
    public void One_other_byte_in_the_body_is_another_body() => Assert.Equal(
        SignatureState.Wrong,
        ForgeSignature.Check(ForgeKind.GitHub, new HeaderDictionary { ["X-Hub-Signature-256"] = "sha256=" + Hex(Secret) }, "{\"a\":1}"u8, Secret, Now));

    [Theory, InlineData(Secret, SignatureState.Good), InlineData("whsec_dGVzdHRlc3R0ZXN0", SignatureState.Wrong), InlineData("", SignatureState.Missing)]
    public void The_token_of_gitlab_is_compared(string token, object state) => Assert.Equal(state, Check(ForgeKind.GitLab, ("X-Gitlab-Token", token)));

    [Theory, InlineData(0), InlineData(299), InlineData(-299)]
    public void A_standard_signature_holds_within_five_minutes(int seconds) => Assert.Equal(SignatureState.Good, Check(ForgeKind.GitLab, Standard(Now.AddSeconds(seconds))));

    [Theory, InlineData(301), InlineData(-301), InlineData(-86_400)]
    public void A_standard_signature_of_another_time_is_stale(int seconds) => Assert.Equal(SignatureState.Stale, Check(ForgeKind.GitLab, Standard(Now.AddSeconds(seconds))));

    [Fact]
    public void One_of_several_standard_signatures_is_enough()
    {
        var headers = Standard(Now);
        headers[2].Value = "v1,AAAA v2,xx " + headers[2].Value;

        Assert.Equal(SignatureState.Good, Check(ForgeKind.GitLab, headers));
    }

    [Fact]
    public void A_wrong_standard_signature_is_not_helped_by_the_token() => Assert.Equal(
        SignatureState.Wrong,
        Check(ForgeKind.GitLab, ("webhook-id", "1"), ("webhook-timestamp", Seconds(Now)), ("webhook-signature", "v1,AAAA"), ("X-Gitlab-Token", Secret)));

    [Fact]
    public void The_id_is_part_of_what_is_signed()
    {
        var headers = Standard(Now);
        headers[0].Value = "another";

        Assert.Equal(SignatureState.Wrong, Check(ForgeKind.GitLab, headers));
    }

    [Theory, InlineData("webhook-id"), InlineData("webhook-timestamp")]
    public void A_standard_signature_without_its_headers_is_wrong(string missing) =>
        Assert.Equal(SignatureState.Wrong, Check(ForgeKind.GitLab, [.. Standard(Now).Where(header => header.Name != missing)]));

    [Theory, InlineData("99999999999999999999"), InlineData("-1"), InlineData("soon"), InlineData("9223372036854775807")]
    public void A_time_that_is_none_never_holds(string timestamp)
    {
        var headers = Standard(Now);
        headers[1].Value = timestamp;

        Assert.NotEqual(SignatureState.Good, Check(ForgeKind.GitLab, headers));
    }

    static SignatureState Check(ForgeKind kind, params (string Name, string Value)[] headers)
    {
        var all = new HeaderDictionary();
        foreach (var (name, value) in headers) all[name] = value;
        return ForgeSignature.Check(kind, all, Body, Secret, Now);
    }

    static string Hex(string secret) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Body));

    static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    // As the specification of Standard Webhooks has it: the key is what the base64 after whsec_ stands for.
    static (string Name, string Value)[] Standard(DateTimeOffset at)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"msg_1.{Seconds(at)}."), .. Body];
        var signature = Convert.ToBase64String(HMACSHA256.HashData("testtesttesttesttesttesttesttest"u8.ToArray()[..32], signed));
        return [("webhook-id", "msg_1"), ("webhook-timestamp", Seconds(at)), ("webhook-signature", "v1," + signature)];
    }
}
