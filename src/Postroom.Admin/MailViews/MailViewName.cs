namespace Postroom.Admin.MailViews;

/// <summary>The views of a message, as they stand in the address.</summary>
static class MailViewName
{
    public const string Html = "html";
    public const string Text = "text";
    public const string Headers = "headers";
    public const string Source = "source";
    public const string Files = "files";
}
