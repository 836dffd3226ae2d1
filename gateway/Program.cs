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
builder.Services.AddProblemPages(context => Services.FromApiPath(context.Request.Path) is not null);
builder.Services.AddProblems();
builder.Services.AddTrustedProxies();
builder.Services.AddSecurityTxt();
builder.Services.AddIncomingTraces();
builder.Services.AddServerLimits();
builder.Services.AddRateLimits();
builder.Services.AddTokenAuthentication([.. Services.All]);
builder.Services.AddProxy();
builder.Services.AddServiceStates();
builder.Services.AddOperatorsPort();
builder.Services.AddCrossOriginAccess();

var app = builder.Build();
if (!app.AreSettingsValid())
{
    return SettingsRegistration.WrongSettingsExitCode;
}

app.UseOperatorsPort();
app.UseForwardedHeaders();
app.UseUntrustedHeaderRemoval();
app.UseIncomingTraces();
app.UseResponseHeaders(apiVersion: null);
app.UseApiVersions();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseCookieFilter();
app.UseHeaderLimits();
app.UseRequestMethods();
app.UsePathValidation();
app.UseRouting();
app.UseRouteNames();
app.UseCrossOriginAccess();
app.UseRateLimits();
app.UseTokenFilter();
app.MapStartPage();
app.MapApiReference();
app.MapSecurityTxt();
app.MapServiceStates();
app.HideDevelopmentEndpoints();
app.MapProxy();
app.MapDefaultEndpoints(OperatorsPort.IsFromOperators);
await app.RunAsync();
return Environment.ExitCode;
