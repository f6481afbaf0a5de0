namespace Postroom.Mail.Mime;

/// <summary>What may stand in a header (RFC 5322 §2.2).</summary>
public static class HeaderRules
{
}
