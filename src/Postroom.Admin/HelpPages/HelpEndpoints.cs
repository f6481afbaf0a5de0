using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;

namespace Postroom.Admin.HelpPages;

/// <summary>The help, out of the assembly.</summary>
static class HelpEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/help", IResult (ConsoleRequest here) => Pages.Show<HelpListPage>(
            (nameof(HelpListPage.Topics), (IReadOnlyList<HelpTopic>)
                [.. HelpTopics.Slugs.Select(slug => HelpTopics.Find(slug, here.Language, here.Root)).OfType<HelpTopic>()])));
        routes.MapGet("/help/{slug}", IResult (ConsoleRequest here, string slug) =>
            HelpTopics.Find(slug, here.Language, here.Root) is { } topic
                ? Pages.Show<HelpTopicPage>((nameof(HelpTopicPage.Topic), topic))
                : ErrorPages.Show(StatusCodes.Status404NotFound));
    }
}
