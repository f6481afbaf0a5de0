using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Postroom.Mail.Dkim;

/// <summary>An RSA key. An object of the library serves one thread at a time, so there are as many as sign at once.</summary>
sealed class RsaDkimKey : DkimKey
{
    /// <summary>In bits.</summary>
    public const int Shortest = 2_048;

    /// <summary>In bits.</summary>
    public const int Longest = 4_096;

    readonly ConcurrentBag<RSA> _idle = [];
    readonly byte[] _pkcs8;

    public RsaDkimKey(byte[] pkcs8)
    {
        _pkcs8 = pkcs8;
        var rsa = Open();
        PublicKey = Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo());
        _idle.Add(rsa);
    }

    public override DkimAlgorithm Algorithm => DkimAlgorithm.Rsa;

    public override string PublicKey { get; }

    public static RsaDkimKey Create()
    {
        using var rsa = RSA.Create(Shortest);
        return new RsaDkimKey(rsa.ExportPkcs8PrivateKey());
    }

    internal override byte[] Sign(ReadOnlySpan<byte> hash)
    {
        if (!_idle.TryTake(out var rsa)) rsa = Open();
        var signature = rsa.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        _idle.Add(rsa);
        return signature;
    }

    private protected override byte[] ExportPkcs8() => _pkcs8;

    protected override void Dispose(bool disposing)
    {
        while (_idle.TryTake(out var rsa)) rsa.Dispose();
    }

    RSA Open()
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(_pkcs8, out _);
        return rsa;
    }
}
