namespace Postroom.Sqlite.Outbox;

/// <summary>How the keys of deliveries and body parts are made of the number of their message; see the first migration.</summary>
static class Keys
{
    /// <summary>The most recipients of one message.</summary>
    public const int MostRecipients = 65_536;

    /// <summary>The bytes in one part of a body: 256 KiB.</summary>
    public const int PartBytes = 256 * 1024;

    /// <summary>The most parts of one body: 1 GiB in all.</summary>
    public const int MostParts = 4_096;

    public static long Delivery(long message, int recipient) => (message << 16) | (uint)recipient;

    public static long MessageOf(long delivery) => delivery >> 16;

    public static long Part(long message, int part) => (message << 12) | (uint)part;
}
