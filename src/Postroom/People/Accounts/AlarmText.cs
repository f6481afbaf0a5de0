namespace Postroom.People.Accounts;

/// <summary>What needs an administrator, in the administrator's language.</summary>
/// <param name="Title">What is wrong, in one line.</param>
/// <param name="Cause">The cause.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="Path">The page to open, beginning with a slash.</param>
public sealed record AlarmText(string Title, string Cause, string Remedy, string Path);
