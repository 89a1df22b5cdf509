// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.packetloom.platform.probe.PlatformProbe;

/** The choice of a platform, in virtual machines of their own. */
class PlatformsTest {
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
        .startsWith("Packetloom does not know the system Plan 9; it knows Linux")
        .endsWith("|");
  }

  @Test
  void unknownArchitectureIsNamed() throws Exception {
    assertThat(onClassPath("-Dos.name=Linux", "-Dos.arch=pdp11"))
        .startsWith("Packetloom knows Linux on")
        .endsWith("not on pdp11|");
  }

  @Test
  void unknownArchitectureOfAnotherSystemIsNamed() throws Exception {
    assertThat(onClassPath("-Dos.name=Mac OS X", "-Dos.arch=ppc"))
        .isEqualTo("Packetloom knows Mac OS X on x86_64 and aarch64, not on ppc|");
  }

  private static String onClassPath(String... flags) throws Exception {
    return run(flags, "-cp", ChildJvm.mainClasses() + ":" + ChildJvm.testClasses());
  }

  private static String onModulePath(String... flags) throws Exception {
    return run(
        flags,
        "--module-path=" + ChildJvm.mainClasses(),
        "--add-modules=org.packetloom.platform",
        "--add-exports=org.packetloom.platform/org.packetloom.platform=ALL-UNNAMED",
        "-cp",
        ChildJvm.testClasses());
  }

  private static String run(String[] flags, String... paths) throws Exception {
    List<String> all = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
    all.addAll(List.of(flags));
    all.addAll(List.of(paths));
    return ChildJvm.run(all, PlatformProbe.class);
  }
}
