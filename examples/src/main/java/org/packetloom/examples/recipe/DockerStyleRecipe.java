// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.Okio;
import okio.Socket;
import org.packetloom.Packetloom;

/** HTTP over a Unix-domain socket, as Docker's daemon speaks it, by OkHttp. */
final class DockerStyleRecipe implements Recipe {
  private static final String HOST = "http://localhost";
  private static final String NOT_TO_BE_HAD = "not to be had";

  @Override
  public String name() {
    return "docker-style";
  }

  @Override
  public String summary() {
    return "HTTP over a Unix-domain socket: an answer in pieces, and a connection taken over";
  }

  @Override
  public String urlForm() {
    return "/var/run/docker.sock";
  }

  @Override
  public void run(Workbench bench) throws Exception {
    if (bench.url().isPresent()) {
      OkHttpClient client = OkHttpRecipe.through(Path.of(bench.url().get()));
      bench.row("ping", () -> pinged(client), NOT_TO_BE_HAD);
      client.connectionPool().evictAll();
      return;
    }
    bench.say("starting a server of Packetloom at a Unix-domain socket");
    Path folder = Files.createTempDirectory("packetloom-docker-style-");
    try (ContainerDaemon daemon =
        ContainerDaemon.start(Packetloom.shared(), folder.resolve("daemon.sock"))) {
      OkHttpClient client = OkHttpRecipe.through(daemon.socket());
      bench.row("ping", () -> pinged(client), NOT_TO_BE_HAD);
      bench.row("1000 events in one answer", () -> heard(client), NOT_TO_BE_HAD);
      bench.row("attach, ask, end input, read on", () -> attached(client), NOT_TO_BE_HAD);
      client.connectionPool().evictAll();
    } finally {
      Files.delete(folder);
    }
  }

  private static String pinged(OkHttpClient client) throws IOException {
    Request request = new Request.Builder().url(HOST + "/_ping").build();
    try (Response response = client.newCall(request).execute()) {
      return response.body().string();
    }
  }

  private static String heard(OkHttpClient client) throws IOException {
    Request request = new Request.Builder().url(HOST + "/events/1000").build();
    try (Response response = client.newCall(request).execute()) {
      BufferedSource source = response.body().source();
      int lines = 0;
      while (source.readUtf8Line() != null) {
        lines++;
      }
      return lines + " events";
    }
  }

  private static String attached(OkHttpClient client) throws IOException {
    Request request =
        new Request.Builder()
            .url(HOST + "/attach")
            .header("Connection", "Upgrade")
            .header("Upgrade", "tcp")
            .post(RequestBody.EMPTY)
            .build();
    try (Response response = client.newCall(request).execute()) {
      Socket raw = response.socket();
      if (raw == null) {
        throw new IOException("not upgraded: " + response.code());
      }
      BufferedSource source = Okio.buffer(raw.getSource());
      try (BufferedSink sink = Okio.buffer(raw.getSink())) {
        sink.writeUtf8("ls\n");
      } // ends this side; the other still speaks
      return source.readUtf8().strip().replace("\n", ", ");
    }
  }
}
