using Metropool.Hosting;
using Metropool.Http;
using Metropool.Identity;
using Metropool.Identity.Accounts;
using Metropool.Identity.Development;
using Metropool.Identity.Organisations;
using Metropool.Identity.SignIn;
using Metropool.Identity.Tokens;
using Metropool.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform<IdentityDbContext>(IdentityApi.Description, typeof(Program).Assembly);
builder.AddSettings<IdentitySettings>("Identity");
builder.AddAccounts();
builder.AddTokenServer();
builder.AddPreparation();
builder.Services.AddScoped<IAnnouncer, Announcements>();

var app = builder.Build();
app.UseServiceApi()
    .MapProgrammeTime()
    .MapAccounts()
    .MapOrganisations()
    .MapDevelopment();
app.MapTokenEndpoints();
app.MapSignIn();
app.MapDefaultEndpoints();
return await app.RunServiceAsync<IdentityDbContext>(args);
