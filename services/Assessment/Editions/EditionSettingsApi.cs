using Metropool.Http;

namespace Metropool.Assessment.Editions;

/// <summary>The settings of an edition for what the brochure leaves open.</summary>
internal static class EditionSettingsApi
{
    public static IEndpointRouteBuilder MapEditionSettings(this IEndpointRouteBuilder api)
    {
        var settings = api.MapGroup("/editions/{id:guid}/settings").WithTags("Settings of an edition").RequireAuthorization(Policies.Staff);
        settings.MapGet("/", GetEditionSettings.HandleAsync).WithName("GetEditionSettings")
            .WithSummary("Get the settings of an edition")
            .WithDescription("The settings, or the defaults: the chapter of the final module is optional, and the PHP is called PHP. For the edition's team.");
        settings.MapPut("/", ChangeEditionSettings.HandleAsync).WithName("ChangeEditionSettings")
            .WithSummary("Change the settings of an edition")
            .WithDescription("By the programme manager of the edition.");
        return api;
    }
}
