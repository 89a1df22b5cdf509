// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.packetloom.examples.recipe.Workbench.Trial;

/**
 * What the recipes of web servers have in common: the same server in two JVMs, one of which has its
 * channels from Packetloom by a system property.
 */
abstract class WebServerRecipe implements Recipe {
  private static final int TOGETHER = 100;
  private static final int LARGE = 4 << 20;
  private static final int LOAD_SECONDS = 3;
  private static final int LIMIT_SECONDS = 30;

  private final WebServer.Kind kind;

  WebServerRecipe(WebServer.Kind kind) {
    this.kind = kind;
  }

  @Override
  public final String urlForm() {
    return "";
  }

  @Override
  public final void run(Workbench bench) throws Exception {
    bench.say(
        "two JVMs, one with"
            + " -Djava.nio.channels.spi.SelectorProvider=org.packetloom.nio.PacketloomSelectorProvider");
    try (WebServerJvm ours = WebServerJvm.start(kind, true);
        WebServerJvm theirs = WebServerJvm.start(kind, false);
        HttpClient client = HttpClient.newHttpClient()) {
      bench.row(
          TOGETHER + " requests at once",
          () -> together(client, ours),
          () -> together(client, theirs));
      bench.row("4 MiB there and back", () -> echo(client, ours), () -> echo(client, theirs));
      Optional<Wrk> wrk = Wrk.find();
      if (wrk.isPresent()) {
        // twice, as a JVM is slow at first; the second row is the one to compare
        bench.row("wrk, 64 connections", load(wrk.get(), ours), load(wrk.get(), theirs));
        bench.row("the same again", load(wrk.get(), ours), load(wrk.get(), theirs));
      } else {
        bench.say("  no load: wrk, of the package wrk, is not installed");
      }
    }
  }

  private static HttpRequest.Builder request(WebServerJvm server, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private static String together(HttpClient client, WebServerJvm server) throws Exception {
    HttpRequest request = request(server, WebAnswer.HELLO).build();
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < TOGETHER; i++) {
      answers.add(client.sendAsync(request, BodyHandlers.ofString()));
    }
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      if (!answer.get(LIMIT_SECONDS, TimeUnit.SECONDS).body().startsWith("Hello")) {
        throw new IOException("another answer than expected");
      }
    }
    return TOGETHER + " answers";
  }

  private static String echo(HttpClient client, WebServerJvm server) throws Exception {
    byte[] sent = new byte[LARGE];
    for (int i = 0; i < LARGE; i++) {
      sent[i] = (byte) (i * 31 >> 3);
    }
    HttpRequest request =
        request(server, WebAnswer.ECHO).POST(BodyPublishers.ofByteArray(sent)).build();
    byte[] received = client.send(request, BodyHandlers.ofByteArray()).body();
    if (!Arrays.equals(sent, received)) {
      throw new IOException("other bytes than were sent");
    }
    return "the same bytes";
  }

  private static Trial load(Wrk wrk, WebServerJvm server) {
    return () -> {
      Wrk.Load load = wrk.run(server.port(), LOAD_SECONDS);
      if (!load.errors().isEmpty()) {
        throw new IOException(load.errors());
      }
      return String.format(Locale.ROOT, "%,d requests/s, no errors", load.perSecond());
    };
  }
}
