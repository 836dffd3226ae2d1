using Metropool.Http;

namespace Metropool.Assessment.Editions;

/// <summary>What the brochure leaves open about the assessment, for one edition.</summary>
internal static class EditionSettingsApi
{
    public static IEndpointRouteBuilder MapEditionSettings(this IEndpointRouteBuilder api)
    {
        var settings = api.MapGroup("/editions/{id:guid}/settings").WithTags("Settings of an edition").RequireAuthorization(Policies.Staff);
        settings.MapGet("/", GetEditionSettings.HandleAsync).WithName("GetEditionSettings")
            .WithSummary("The settings of an edition")
            .WithDescription("What was set, or the defaults: the final module's chapter is optional, and the PHP is called PHP. For the edition's team.");
        settings.MapPut("/", ChangeEditionSettings.HandleAsync).WithName("ChangeEditionSettings")
            .WithSummary("Set what the brochure leaves open")
            .WithDescription("By the programme manager of the edition.");
        return api;
    }
}
