// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.SocketFactory;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.net.PacketloomSocketFactory;

/** OkHttp, which takes a socket factory. */
final class OkHttpRecipe implements Recipe {
  @Override
  public String name() {
    return "okhttp";
  }

  @Override
  public String summary() {
    return "OkHttp over TCP, TLS and a Unix-domain socket, and calls with a deadline";
  }

  @Override
  public String urlForm() {
    return "https://host/path";
  }

  @Override
  public void run(Workbench bench) throws Exception {
    if (bench.url().isPresent()) {
      String url = bench.url().get();
      bench.row(
          "GET",
          () -> got(ours().build(), url),
          () -> got(new OkHttpClient.Builder().build(), url));
      return;
    }
    bench.say("starting web servers on this machine");
    try (SmallWebServer plain = SmallWebServer.plain();
        SmallWebServer secure = SmallWebServer.secure()) {
      bench.row(
          "GET over TCP",
          () -> got(ours().build(), plain.url("/")),
          () -> got(new OkHttpClient.Builder().build(), plain.url("/")));
      bench.row(
          "GET over TLS",
          () -> got(trusting(ours()), secure.url("/")),
          () -> got(trusting(new OkHttpClient.Builder()), secure.url("/")));
      bench.row(
          "late answer, deadline of 200 ms", () -> bounded(plain.url("/late")), "callTimeout only");
    }
    overUnixDomainSocket(bench);
  }

  private static void overUnixDomainSocket(Workbench bench) throws Exception {
    Path folder = Files.createTempDirectory("packetloom-okhttp-");
    try (ContainerDaemon daemon =
        ContainerDaemon.start(Packetloom.shared(), folder.resolve("daemon.sock"))) {
      bench.row(
          "GET over a Unix-domain socket",
          () -> got(through(daemon.socket()), "http://localhost/_ping"),
          "not to be had");
    } finally {
      Files.delete(folder);
    }
  }

  private static OkHttpClient.Builder ours() {
    return new OkHttpClient.Builder().socketFactory(new PacketloomSocketFactory());
  }

  private static OkHttpClient trusting(OkHttpClient.Builder client) {
    var identity = LoopbackIdentity.trusting();
    return client.sslSocketFactory(identity.sslSocketFactory(), identity.trustManager()).build();
  }

  /**
   * A client that goes to a Unix-domain socket.
   *
   * @param socket which goes, whatever host a URL names: nobody looks it up
   */
  static OkHttpClient through(Path socket) {
    SocketFactory sockets = new PacketloomSocketFactory("local://" + socket);
    return new OkHttpClient.Builder()
        .socketFactory(sockets)
        .dns(_ -> List.of(InetAddress.getLoopbackAddress()))
        .build();
  }

  private static String got(OkHttpClient client, String url) throws IOException {
    try (Response response = client.newCall(request(url)).execute()) {
      return response.code() + ", " + response.body().bytes().length + " bytes";
    } finally {
      client.connectionPool().evictAll();
    }
  }

  private static String bounded(String url) throws Exception {
    OkHttpClient client = ours().build();
    try {
      Deadline.after(Duration.ofMillis(200)).call(() -> client.newCall(request(url)).execute());
      return "answered";
    } catch (IOException _) {
      return "ended";
    } finally {
      client.connectionPool().evictAll();
    }
  }

  private static Request request(String url) {
    return new Request.Builder().url(url).build();
  }
}
