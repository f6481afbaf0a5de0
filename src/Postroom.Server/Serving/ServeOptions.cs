using System.Net;

namespace Postroom.Server.Serving;

/// <summary>What the command line says about serving.</summary>
/// <param name="DataFolder">The folder of the database and keys.</param>
/// <param name="Http">Where console and API listen; port 0: any free one.</param>
sealed record ServeOptions(string DataFolder, IPEndPoint Http)
{
    /// <summary>Where the SMTP door listens; port 0: any free one. The default value is null: nowhere.</summary>
    public IPEndPoint? Smtp { get; init; }

    /// <summary>Whether to start although the keys of the stored secrets are gone. The default value is false.</summary>
    public bool AcceptsLostKeys { get; init; }
}
