namespace Postroom.Tests.Support;

/// <summary>How a scripted server's words reach the client.</summary>
public enum Feed
{
    Whole,
    ByLine,
    ByByte,
}
