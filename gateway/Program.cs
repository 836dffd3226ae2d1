using Metropool.Gateway;
using Metropool.Gateway.Boundary;
using Metropool.Gateway.Docs;
using Metropool.Gateway.Limits;
using Metropool.Gateway.Operators;
using Metropool.Gateway.Proxying;
using Metropool.Gateway.Start;
using Metropool.Http;
using Metropool.Pages;
using Metropool.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.Host.UseDefaultServiceProvider(options => (options.ValidateOnBuild, options.ValidateScopes) = (true, true));
builder.AddServiceDefaults();
builder.Services.AddSharedSettings("gateway");
builder.AddSettings<GatewaySettings>("Gateway");
builder.Services.AddProblemPages(context => Services.OfApi(context.Request.Path) is not null);
builder.Services.AddProblems();
builder.Services.AddTrustedProxies();
builder.Services.AddSecurityTxt();
builder.Services.AddOutsideTraces();
builder.Services.AddServerLimits();
builder.Services.AddRateLimits();
builder.Services.AddTokenAuthentication([.. Services.All]);
builder.Services.AddProxy();
builder.Services.AddServiceStates();
builder.Services.AddOperatorsPort();
builder.Services.AddOtherSites();

var app = builder.Build();
if (!app.SettingsAreRight())
{
    return SettingsRegistration.WrongSettingsExitCode;
}

app.UseOperatorsPort();
app.UseForwardedHeaders();
app.UseNoOutsideHeaders();
app.UseOutsideTraces();
app.UseResponseHeaders(apiVersion: null);
app.UseApiVersions();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseOwnCookies();
app.UseHeaderLimits();
app.UseRequestMethods();
app.UsePlainPaths();
app.UseRouting();
app.UseRouteNames();
app.UseOtherSites();
app.UseRateLimits();
app.UseTokenFilter();
app.MapStartPage();
app.MapApiReference();
app.MapSecurityTxt();
app.MapServiceStates();
app.MapNoDevelopment();
app.MapProxy();
app.MapDefaultEndpoints(OperatorsPort.IsFromOperators);
await app.RunAsync();
return Environment.ExitCode;
