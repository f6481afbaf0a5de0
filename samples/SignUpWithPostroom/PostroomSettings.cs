namespace SignUpWithPostroom;

/// <summary>Where Postroom is, and where this app is. Section <c>Postroom</c>.</summary>
/// <param name="Url">Postroom's address, with a slash at the end.</param>
/// <param name="Key">A key with the scope <c>account-links</c>.</param>
/// <param name="OwnUrl">This app's own address, which is on Postroom's list of allowed pages. Never taken from a request: whoever asks could name any host.</param>
sealed record PostroomSettings(Uri Url, string Key, Uri OwnUrl)
{
    public static PostroomSettings From(IConfiguration configuration)
    {
        string Read(string name) => configuration[$"Postroom:{name}"] ?? throw new InvalidOperationException($"Set Postroom:{name}, as the README says.");
        return new PostroomSettings(new Uri(Read("Url")), Read("Key"), new Uri(Read("OwnUrl")));
    }

    /// <summary>The address of one of this app's pages.</summary>
    public string PageUrl(string path) => new Uri(OwnUrl, path).AbsoluteUri;
}
