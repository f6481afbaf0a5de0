using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Accepting;
using Postroom.Accepting.Http;
using Postroom.Forges;
using Postroom.Notifications.Http;
using Postroom.People;

namespace Postroom;

/// <summary>Maps the doors of Postroom that machines use; the console maps its own.</summary>
public static class PostroomEndpoints
{
    /// <summary>Maps the HTTP API and the health endpoints.</summary>
    public static void MapPostroom(this IEndpointRouteBuilder routes)
    {
        var doors = routes.MapGroup("").AddEndpointFilter(new ReadingFaults());
        doors.MapAccepting();
        doors.MapPeople();
        doors.MapForges();
        doors.MapWatchers();
        routes.MapHealth();
    }
}
