namespace Postroom.Server.Sendmail;

/// <summary>The codes of sysexits.h that programs expect of <c>sendmail</c>.</summary>
static class SysExits
{
    /// <summary>The command line is wrong.</summary>
    public const int Usage = 64;

    /// <summary>The message is wrong.</summary>
    public const int DataError = 65;

    /// <summary>It was refused for good.</summary>
    public const int Unavailable = 69;

    /// <summary>The caller may not send.</summary>
    public const int NoPermission = 77;
}
