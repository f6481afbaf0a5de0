using System.ComponentModel.DataAnnotations;

namespace Postroom.Accepting.Smtp;

/// <summary>The SMTP door. Section <c>Smtp</c> of the configuration.</summary>
public sealed class SmtpDoorOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Smtp";

    /// <summary>
    /// Whether every client has to log in. The default value is null: all but those on this machine (loopback).
    /// </summary>
    public bool? RequireAuthentication { get; set; }

    /// <summary>
    /// The name in the greeting and in Received headers. The default value is null: the name of this machine.
    /// </summary>
    [StringLength(255)]
    public string? HostName { get; set; }

    /// <summary>
    /// Whether the address of the client is left out of the Received header. The default value is false.
    /// </summary>
    public bool HidesClientAddress { get; set; }

    /// <summary>The most connections at a time. The default value is 256.</summary>
    [Range(1, 10_000)]
    public int MaxConnections { get; set; } = 256;

    /// <summary>The most connections at a time from one address. The default value is 100.</summary>
    [Range(1, 10_000)]
    public int MaxConnectionsOfOneAddress { get; set; } = 100;

    /// <summary>Encryption.</summary>
    public SmtpTlsOptions Tls { get; set; } = new();
}

/// <summary>Encryption at the SMTP door. Section <c>Smtp:Tls</c> of the configuration.</summary>
public sealed class SmtpTlsOptions
{
    /// <summary>
    /// The port that expects TLS from the first byte, beside that of STARTTLS. The default value is null: none.
    /// </summary>
    [Range(0, 65_535)]
    public int? Port { get; set; }

    /// <summary>
    /// The certificate in PEM, read again when the file changes. The default value is null: one is made and kept in the
    /// data folder.
    /// </summary>
    public string? CertificateFile { get; set; }

    /// <summary>Its private key in PEM. The default value is null: it is in <see cref="CertificateFile"/>.</summary>
    public string? KeyFile { get; set; }
}
