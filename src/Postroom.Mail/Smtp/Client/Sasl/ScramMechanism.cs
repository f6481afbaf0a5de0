using System.Security.Cryptography;
using System.Text;

namespace Postroom.Mail.Smtp.Client.Sasl;

/// <summary>
/// Both sides prove that they know the password and neither says it (RFC 5802, with SHA-256 RFC 7677): a listener learns
/// nothing to sign in with, and a server that does not know the password is found out.
/// </summary>
/// <param name="hash">SHA-1 or SHA-256.</param>
/// <param name="login">The login.</param>
/// <param name="isBound">Whether the login is bound to the TLS channel: the -PLUS form.</param>
/// <param name="nonce">Our nonce, printable ASCII without a comma; null: a random one.</param>
sealed class ScramMechanism(HashAlgorithmName hash, SaslLogin login, bool isBound, string? nonce = null) : SaslMechanism
{
    // 18 bytes are 24 characters of base64: no two logins ever meet by chance.
    const int NonceBytes = 18;
    const int MaxErrorLength = 100;

    readonly string _nonce = nonce ?? Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
    readonly string _user = SaslPrep.Prepare(login.Credentials.UserName) ?? "";
    byte[] _serverSignature = [];
    Step _step;

    enum Step
    {
        ServerFirst,
        ServerFinal,
        Proven,
    }

    public override string Name => $"SCRAM-{(hash == HashAlgorithmName.SHA1 ? "SHA-1" : "SHA-256")}{(isBound ? "-PLUS" : "")}";

    public override byte[] InitialResponse => Encoding.UTF8.GetBytes(Gs2Header + ClientFirstBare);

    public override bool IsProven => _step == Step.Proven;

    /// <summary>Whether user name and password can be prepared for it (RFC 4013).</summary>
    public static bool CanPrepare(SmtpCredentials credentials) =>
        SaslPrep.Prepare(credentials.UserName) is not null && SaslPrep.Prepare(credentials.Password) is not null;

    // RFC 5802 §7: "y" tells a server that does offer the bound form that somebody took it out of its list on the way.
    string Gs2Header => isBound ? $"p={login.Binding!.Type},," : login.Binding is not null && !login.IsBindingOffered ? "y,," : "n,,";

    string ClientFirstBare =>
        $"n={_user.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal)},r={_nonce}";

    public override byte[]? Respond(ReadOnlySpan<byte> challenge)
    {
        var message = Encoding.UTF8.GetString(challenge);
        Trouble = message.StartsWith("e=", StringComparison.Ordinal) ? RefusedBecause(message) : null;
        if (Trouble is not null) return null;
        switch (_step)
        {
            case Step.ServerFirst:
                return AnswerFirst(message);
            case Step.ServerFinal:
                CheckFinal(message);
                return Trouble is null ? [] : null;
            default:
                Trouble = new SaslTrouble(SmtpFault.MalformedReply, "went on asking after the login was complete.");
                return null;
        }
    }

    byte[]? AnswerFirst(string serverFirst)
    {
        var (parsed, problem) = ScramServerFirst.Read(serverFirst, _nonce);
        if (parsed is null)
        {
            Trouble = problem;
            return null;
        }

        var binding = Convert.ToBase64String([.. Encoding.UTF8.GetBytes(Gs2Header), .. isBound ? login.Binding!.Value : []]);
        var withoutProof = $"c={binding},r={parsed.Nonce}";
        var signed = Encoding.UTF8.GetBytes($"{ClientFirstBare},{serverFirst},{withoutProof}");

        // RFC 5802 §3.
        var password = Encoding.UTF8.GetBytes(SaslPrep.Prepare(login.Credentials.Password) ?? "");
        var size = hash == HashAlgorithmName.SHA1 ? SHA1.HashSizeInBytes : SHA256.HashSizeInBytes;
        var salted = Rfc2898DeriveBytes.Pbkdf2(password, parsed.Salt, parsed.Iterations, hash, size);
        var clientKey = CryptographicOperations.HmacData(hash, salted, "Client Key"u8.ToArray());
        var clientSignature = CryptographicOperations.HmacData(hash, CryptographicOperations.HashData(hash, clientKey), signed);
        var proof = clientKey.Zip(clientSignature, (one, other) => (byte)(one ^ other)).ToArray();
        var serverKey = CryptographicOperations.HmacData(hash, salted, "Server Key"u8.ToArray());
        _serverSignature = CryptographicOperations.HmacData(hash, serverKey, signed);
        _step = Step.ServerFinal;
        return Encoding.UTF8.GetBytes($"{withoutProof},p={Convert.ToBase64String(proof)}");
    }

    void CheckFinal(string serverFinal)
    {
        var first = serverFinal.Split(',', 2)[0];
        var signature = new byte[_serverSignature.Length + 3];
        var isRight = first.StartsWith("v=", StringComparison.Ordinal)
            && Convert.TryFromBase64String(first[2..], signature, out var length)
            && CryptographicOperations.FixedTimeEquals(signature.AsSpan(0, length), _serverSignature);
        if (isRight) _step = Step.Proven;
        else Trouble = NotGenuine;
    }

    /// <summary>The server did not show that it knows the password.</summary>
    public static SaslTrouble NotGenuine { get; } = new(
        SmtpFault.ServerNotGenuine,
        "could not prove that it knows the password, so it may not be the server it claims to be, and no mail was given to it.");

    // RFC 5802 §7: the names of errors are short words.
    static SaslTrouble RefusedBecause(string message) =>
        new(SmtpFault.CredentialsRefused, $"refused the login: {ReplyText.Show(Encoding.UTF8.GetBytes(message[2..]), MaxErrorLength)}.");
}
