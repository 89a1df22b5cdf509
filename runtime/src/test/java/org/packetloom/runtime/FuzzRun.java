// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.packetloom.fuzz.CodecFuzz;
import org.packetloom.fuzz.FoundInputs;
import org.packetloom.fuzz.ProxyFuzz;
import org.packetloom.fuzz.UriFuzz;
import org.packetloom.platform.linux.ControlFuzz;
import org.packetloom.runtime.message.HandshakeFuzz;
import org.packetloom.runtime.message.MessageFuzz;
import org.packetloom.runtime.tls.RecordFuzz;

/**
 * Runs the fuzzer Jazzer over every target, in a virtual machine of its own; only with {@code mvn
 * -Pfuzz test}, for Jazzer is a dependency of that profile alone. {@code -Dpacketloom.fuzz.seconds}
 * changes the time for each, which is 60.
 *
 * <p>What it finds is kept among the resources of the module whose code failed, where every build
 * replays it; what it learned, in {@code target/fuzz}.
 */
class FuzzRun {
  private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";
  private static final int SECONDS = Integer.getInteger("packetloom.fuzz.seconds", 60);
  private static final int GRACE_SECONDS = 60;

  @Test
  void uris() throws Exception {
    run("api", UriFuzz.class, UriFuzz.seeds());
  }

  @Test
  void proxyHeaders() throws Exception {
    run("api", ProxyFuzz.class, ProxyFuzz.seeds());
  }

  @Test
  void codedValues() throws Exception {
    run("api", CodecFuzz.class, CodecFuzz.seeds());
  }

  @Test
  void controlMessages() throws Exception {
    run("platform", ControlFuzz.class, ControlFuzz.seeds());
  }

  @Test
  void handshakes() throws Exception {
    run("runtime", HandshakeFuzz.class, HandshakeFuzz.seeds());
  }

  @Test
  void messages() throws Exception {
    run("runtime", MessageFuzz.class, MessageFuzz.seeds());
  }

  @Test
  void recordsOfTls() throws Exception {
    run("runtime", RecordFuzz.class, RecordFuzz.seeds());
  }

  private static void run(String module, Class<?> target, List<byte[]> seeds) throws Exception {
    Path found =
        Path.of("..", module).resolve(FoundInputs.folder(target)).toAbsolutePath().normalize();
    Path work = Path.of("target", "fuzz", target.getSimpleName()).toAbsolutePath();
    Path corpus = Files.createDirectories(work.resolve("corpus"));
    Files.createDirectories(found);
    for (int i = 0; i < seeds.size(); i++) {
      Files.write(corpus.resolve("seed-" + i), seeds.get(i));
    }
    Path log = work.resolve("log.txt");
    Process jazzer =
        new ProcessBuilder(command(target, corpus, found))
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      boolean hasEnded = jazzer.waitFor(SECONDS + GRACE_SECONDS, TimeUnit.SECONDS);
      assertThat(hasEnded).as("ended in time: %s", log).isTrue();
      assertThat(jazzer.exitValue()).as("see %s and %s", log, found).isZero();
      System.out.println(target.getSimpleName() + ": " + lastLine(log));
    } finally {
      jazzer.destroyForcibly();
      removeIfEmpty(found);
    }
  }

  private static List<String> command(Class<?> target, Path corpus, Path found) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:+EnableDynamicAgentLoading",
        "-Xmx512m",
        "-cp",
        System.getProperty("java.class.path"),
        JAZZER,
        "--target_class=" + target.getName(),
        "--instrumentation_includes=org.packetloom.**",
        "--reproducer_path=" + corpus.getParent(),
        "-artifact_prefix=" + found + "/",
        "-max_total_time=" + SECONDS,
        "-timeout=10",
        "-print_final_stats=1",
        corpus.toString(),
        found.toString());
  }

  private static String lastLine(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.stream().filter(line -> line.startsWith("Done ")).findFirst().orElse("no runs");
  }

  private static void removeIfEmpty(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        return;
      }
    }
    Files.delete(folder);
  }
}
