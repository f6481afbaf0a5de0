using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Postroom.Admin.Shell;

/// <summary>Answers a request with a page.</summary>
static class Pages
{
    /// <summary>Shows a component. The page is whole or it is an error page: nothing is sent before it is rendered.</summary>
    /// <param name="parameters">Its parameters by name.</param>
    public static IResult Show<TPage>(params (string Name, object? Value)[] parameters)
        where TPage : IComponent => Show<TPage>(StatusCodes.Status200OK, parameters);

    /// <summary>Shows a component with a status code.</summary>
    /// <param name="status">The HTTP status code.</param>
    /// <param name="parameters">Its parameters by name.</param>
    public static IResult Show<TPage>(int status, params (string Name, object? Value)[] parameters)
        where TPage : IComponent =>
        new RazorComponentResult<TPage>(parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value))
        {
            StatusCode = status,
            PreventStreamingRendering = true,
        };
}
