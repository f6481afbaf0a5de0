using System.Text;
using Postroom.Mail.Dkim;

namespace Postroom.Tests.Mail.Dkim;

/// <summary>The vectors of the standards.</summary>
public sealed class Ed25519Tests
{
    // RFC 8463, Appendix A.2: the seed is the one of RFC 8032 §7.1, test 1.
    const string Seed = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";

    const string Message = """
        From: Joe SixPack <joe@football.example.com>
        To: Suzie Q <suzie@shopping.example.net>
        Subject: Is dinner ready?
        Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
        Message-ID: <20030712040037.46341.5F8J@football.example.com>

        Hi.

        We lost the game.  Are you hungry yet?

        Joe.

        """;

    const string OwnField = """
        DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
         d=football.example.com; i=@football.example.com;
         q=dns/txt; s=brisbane; t=1528637909; h=from : to :
         subject : date : message-id : from : subject : date;
         bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
         b=
        """;

    const string Signature = "/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==";

    // RFC 8032 §7.1, tests 1 and 2.
    [Theory]
    [InlineData(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    public void Keys_and_signatures_are_those_of_the_standard(string seed, string publicKey, string message, string signature)
    {
        using var key = new Ed25519DkimKey(Convert.FromHexString(seed));

        Assert.Equal(publicKey, Convert.ToHexStringLower(Convert.FromBase64String(key.PublicKey)));
        Assert.Equal(signature, Convert.ToHexStringLower(key.Sign(Convert.FromHexString(message))));
    }

    [Fact]
    public void The_example_message_has_the_example_signature()
    {
        using var key = new Ed25519DkimKey(Convert.FromBase64String(Seed));
        var message = DkimMessage.Read(Encoding.ASCII.GetBytes(Message.ReplaceLineEndings("\r\n")))!;
        DkimField? Field(string name) => message.Fields.Single(field => field.Is(name));

        // The names listed a second time do not occur a second time.
        var hash = DkimSigner.HashOf(
            message, [Field("from"), Field("to"), Field("subject"), Field("date"), Field("message-id")], Encoding.ASCII.GetBytes(OwnField.ReplaceLineEndings("\r\n")));

        Assert.Equal("2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=", Convert.ToBase64String(message.BodyHash.Span));
        Assert.Equal("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", key.Record);
        Assert.Equal(Signature, Convert.ToBase64String(key.Sign(hash)));
    }
}
