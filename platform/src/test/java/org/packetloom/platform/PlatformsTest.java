// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.packetloom.platform.probe.PlatformProbe;

/** The choice of a platform, in virtual machines of their own. */
class PlatformsTest {
  private static final String ADDED_EXPORT =
      "--add-exports=org.packetloom.platform/org.packetloom.platform=ALL-UNNAMED";

  @Test
  void platformIsAlwaysTheSame() throws Exception {
    assertThat(Platforms.current()).isSameAs(Platforms.current());
    assertThat(Platforms.current().clock()).isSameAs(Clock.SYSTEM);
  }

  @Test
  void deniedAccessOnTheClassPathNamesTheFlag() throws Exception {
    assertThat(onClassPath("--illegal-native-access=deny"))
        .isEqualTo("Packetloom may not call native code|--enable-native-access=ALL-UNNAMED");
  }

  @Test
  void deniedAccessOnTheModulePathNamesTheModule() throws Exception {
    assertThat(onModulePath("--illegal-native-access=deny"))
        .isEqualTo(
            "Packetloom may not call native code|--enable-native-access=org.packetloom.platform");
  }

  @Test
  void flagThatWasNamedHelps() throws Exception {
    String name = Platforms.current().name();
    assertThat(onClassPath("--illegal-native-access=deny", "--enable-native-access=ALL-UNNAMED"))
        .isEqualTo(name);
    assertThat(
            onModulePath(
                "--illegal-native-access=deny", "--enable-native-access=org.packetloom.platform"))
        .isEqualTo(name);
  }

  @Test
  void unknownSystemIsNamed() throws Exception {
    assertThat(onClassPath("-Dos.name=Plan 9"))
        .isEqualTo("Packetloom does not know the system Plan 9|");
  }

  @Test
  void unknownArchitectureIsNamed() throws Exception {
    assertThat(onClassPath("-Dos.name=Linux", "-Dos.arch=pdp11"))
        .startsWith("Packetloom knows Linux on")
        .endsWith("not on pdp11|");
  }

  private static String onClassPath(String... flags) throws Exception {
    return run(List.of(flags), List.of(), classes(Platforms.class) + ":" + classes(Events.class));
  }

  private static String onModulePath(String... flags) throws Exception {
    List<String> modules =
        List.of(
            "--module-path=" + classes(Platforms.class),
            "--add-modules=org.packetloom.platform",
            ADDED_EXPORT);
    return run(List.of(flags), modules, classes(Events.class));
  }

  private static String run(List<String> flags, List<String> modules, String classPath)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(flags);
    command.addAll(modules);
    command.addAll(List.of("-cp", classPath, PlatformProbe.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.strip();
  }

  private static String classes(Class<?> member) throws Exception {
    return Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}
