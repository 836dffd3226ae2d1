using Metropool.Hosting;
using Metropool.Http;
using Metropool.Identity;
using Metropool.Identity.Accounts;
using Metropool.Identity.Clients;
using Metropool.Identity.Development;
using Metropool.Identity.External;
using Metropool.Identity.Invitations;
using Metropool.Identity.Keys;
using Metropool.Identity.Organisations;
using Metropool.Identity.Pages;
using Metropool.Identity.Registration;
using Metropool.Identity.Self;
using Metropool.Identity.SignIn;
using Metropool.Identity.Staff;
using Metropool.Identity.Tokens;
using Metropool.Mail;
using Metropool.Mail.Parked;
using Metropool.Pages;
using Metropool.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddPages(PageForgeryProtection.Token);
builder.AddPlatform<IdentityDbContext>(IdentityApi.Description, typeof(Program).Assembly);
builder.AddSettings<IdentitySettings>("Identity");
builder.AddMail<IdentityDbContext>();
builder.AddAccounts();
builder.AddOpenIdConnectServer();
builder.AddPreparation();
builder.Services.AddScoped<IAnnouncer, IdentityAnnouncer>();

await using var app = builder.Build();
app.UseServiceApi()
    .MapProgrammeTime()
    .MapAccounts()
    .MapStaff()
    .MapOrganisations()
    .MapClients()
    .MapOutgoingMails()
    .MapDevelopment();
app.MapOpenIdConnect();
var pages = app.MapPages();
pages.MapSignIn();
pages.MapRegistration();
pages.MapInvitation();
pages.MapExternalSignIn();
pages.MapAccountPages();
pages.MapPasskeyScript();
app.MapDefaultEndpoints();
return await app.RunServiceAsync<IdentityDbContext>(
    args,
    new ServiceCommand(KeyCommands.Rotate, KeyCommands.RotateAsync),
    new ServiceCommand(AccountCommands.RemoveSecondFactors, AccountCommands.RemoveSecondFactorsAsync),
    new ServiceCommand(AccountCommands.Unblock, AccountCommands.UnblockAsync));
