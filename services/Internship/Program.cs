using Metropool.Hosting;
using Metropool.Http;
using Metropool.Internship;
using Metropool.Internship.Checklists;
using Metropool.Internship.Hours;
using Metropool.Internship.Internships;
using Metropool.Internship.Placements;
using Metropool.Internship.Reports;
using Metropool.Messaging.Counting;
using Metropool.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform<InternshipDbContext>(InternshipApi.Description, typeof(Program).Assembly);
builder.AddSettings<InternshipSettings>("Internship");
builder.Services.AddDomainMetrics<InternshipMetrics>();
builder.Services.AddScoped<InternshipStore>();
builder.Services.AddScoped<IAnnouncer, InternshipAnnouncer>();

await using var app = builder.Build();
app.UseServiceApi()
    .MapProgrammeTime()
    .MapInternships()
    .MapPlacements()
    .MapHours()
    .MapReports()
    .MapChecklists();
app.MapDefaultEndpoints();
return await app.RunServiceAsync<InternshipDbContext>(args);
