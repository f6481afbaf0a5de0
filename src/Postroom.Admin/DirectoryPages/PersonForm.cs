using Microsoft.AspNetCore.Http;
using Postroom.People;
using Postroom.Settings;

namespace Postroom.Admin.DirectoryPages;

/// <summary>What was typed into the form of a person.</summary>
/// <param name="Name">The name; empty: none.</param>
/// <param name="Email">The address; empty: none.</param>
/// <param name="Language">The language tag; empty: that of the product.</param>
/// <param name="TimeZone">The IANA time zone; empty: none.</param>
public sealed record PersonForm(string Name, string Email, string Language, string TimeZone)
{
    internal static PersonForm Of(IFormCollection form) => new(Text(form, "Name"), Text(form, "Email"), Text(form, "Language"), Text(form, "TimeZone"));

    internal static PersonForm Of(Person person) => new(person.Name ?? "", person.Email ?? "", person.Language ?? "", person.TimeZone ?? "");

    internal Person ToPerson(Person before) => before with
    {
        Name = Name.Length == 0 ? null : Name,
        Email = Email.Length == 0 ? null : Email,
        Language = Language.Length == 0 ? null : Language,
        TimeZone = TimeZone.Length == 0 ? null : TimeZone,
    };

    internal List<SettingsProblem> Problems()
    {
        var problems = new List<SettingsProblem>();
        if (Name.Length > PeopleDirectory.MaximumLength) problems.Add(new SettingsProblem("Name", "Problem.TooLong", PeopleDirectory.MaximumLength));
        if (Email.Length > 0 && !PeopleDirectory.TakesMail(Email)) problems.Add(new SettingsProblem("Email", "Problem.Import.Email", Email));
        if (Language.Length > 0 && Postroom.Languages.Language.Find(Language) is null) problems.Add(new SettingsProblem("Language", "Problem.Import.Language", Language));
        if (TimeZone.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _)) problems.Add(new SettingsProblem("TimeZone", "Problem.Person.TimeZone"));
        return problems;
    }

    static string Text(IFormCollection form, string name) => form[name].ToString().Trim();
}
