// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.unix.Architecture;
import org.packetloom.platform.unix.Binder;
import org.packetloom.platform.unix.Errno;
import org.packetloom.platform.unix.ErrnoMemory;

/**
 * The way into the kernel by instructions of our own, as Go's runtime has it: a page of memory with
 * four of them for each system call that is made often.
 *
 * <p>What the C library puts around them is not needed here, and costs: that a thread may be
 * cancelled in the call, and errno. The kernel returns the negated error number, which is what our
 * callers want; errno has to be fetched for them by the JVM, into memory that each descriptor has
 * to have for it, through a segment that is cut out for each call: 30 ns, three cache lines, and,
 * wherever the compiler does not see through it, 100 bytes for the collector.
 *
 * <p>The page is written once, while it cannot be run, and can be run only when it cannot be
 * written any more. It stays for the life of the process. Where a system refuses that (HotSpot does
 * not start on one that does, as it asks for more itself; a native image does), on other processors
 * than x86-64, and if the system property {@code packetloom.systemcalls} is {@code library}, the C
 * library is called.
 *
 * <p>A call, by the conventions of C and of the kernel for x86-64 (psABI appendix A.2.1,
 * syscall(2)), which differ in the register of the fourth argument alone:
 *
 * <pre>
 *   f3 0f 1e fa      endbr64           may be jumped to
 *   b8 nn nn nn nn   mov  eax, number
 *   49 89 ca         mov  r10, rcx     the fourth argument
 *   0f 05            syscall
 *   c3               ret               rax has the result, or the negated error number
 * </pre>
 */
final class KernelCode {
  /** The system property that chooses: {@code auto} or {@code library}. */
  static final String PROPERTY = "packetloom.systemcalls";

  private static final int PAGE_BYTES = 4096;
  private static final int CALL_BYTES = 16;
  private static final byte FILLING = (byte) 0xcc; // int3: nobody gets here

  private static final int[] NUMBERS = {
    KernelNumbers.SYS_read,
    KernelNumbers.SYS_write,
    KernelNumbers.SYS_close,
    KernelNumbers.SYS_poll,
    KernelNumbers.SYS_sendto,
    KernelNumbers.SYS_recvfrom,
    KernelNumbers.SYS_epoll_ctl,
    KernelNumbers.SYS_epoll_pwait,
    KernelNumbers.SYS_accept4,
    KernelNumbers.SYS_recvmmsg,
    KernelNumbers.SYS_sendmmsg,
    UringConstants.SYS_io_uring_enter
  };

  private static final MethodHandle MPROTECT =
      Binder.waiting(
          "mprotect",
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_INT);

  /** The one of this process. */
  private static final KernelCode HERE = make();

  private final Map<Integer, Long> entries; // by number; empty if there is none
  private final @Nullable String missing; // why there is none

  private KernelCode(Map<Integer, Long> entries, @Nullable String missing) {
    this.entries = entries;
    this.missing = missing;
  }

  /** Why calls cannot be made this way; empty if they can. */
  static Optional<String> missing() {
    return Optional.ofNullable(HERE.missing);
  }

  /** Where the code of a call is; the null pointer if there is none. */
  static MemorySegment entry(int number) {
    return MemorySegment.ofAddress(HERE.entries.getOrDefault(number, 0L));
  }

  private static KernelCode make() {
    String asked = System.getProperty(PROPERTY, "auto");
    if (asked.equals("library")) {
      return none("the system property " + PROPERTY + " is " + asked);
    }
    if (!asked.equals("auto")) {
      throw new IllegalArgumentException(
          "system property " + PROPERTY + ": \"" + asked + "\", not auto or library");
    }
    Optional<Architecture> known = Architecture.find();
    if (known.isEmpty() || known.get() != Architecture.X86_64) {
      return none("it is made for x86_64 only");
    }
    RingCalls memory = new LibCRing(new ErrnoMemory());
    int flags = UringConstants.MAP_PRIVATE | UringConstants.MAP_ANONYMOUS;
    long page = memory.mmap(PAGE_BYTES, flags, -1, 0);
    if (page <= 0) {
      return none("mmap: " + LinuxErrors.TABLE.name((int) -page));
    }
    Map<Integer, Long> entries = write(page);
    int result = protect(page);
    if (result < 0) {
      int unused = memory.munmap(segment(page)); // it was not to be run, and will not be
      return none("mprotect: " + LinuxErrors.TABLE.name(-result));
    }
    return new KernelCode(entries, null);
  }

  private static KernelCode none(String reason) {
    return new KernelCode(Map.of(), reason);
  }

  private static MemorySegment segment(long page) {
    return MemorySegment.ofAddress(page).reinterpret(PAGE_BYTES);
  }

  /** Writes the calls; where each is. */
  private static Map<Integer, Long> write(long page) {
    byte[] code = new byte[PAGE_BYTES];
    Arrays.fill(code, FILLING);
    Map<Integer, Long> entries = new HashMap<>();
    for (int i = 0; i < NUMBERS.length; i++) {
      int at = i * CALL_BYTES;
      byte[] call = call(NUMBERS[i]);
      System.arraycopy(call, 0, code, at, call.length);
      entries.put(NUMBERS[i], page + at);
    }
    MemorySegment.copy(code, 0, segment(page), ValueLayout.JAVA_BYTE, 0, PAGE_BYTES);
    return entries;
  }

  /** The code of a call. */
  static byte[] call(int number) {
    return ByteBuffer.allocate(CALL_BYTES - 1)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0xfa1e0ff3)
        .put((byte) 0xb8)
        .putInt(number)
        .put(new byte[] {0x49, (byte) 0x89, (byte) 0xca})
        .putShort((short) 0x050f)
        .put((byte) 0xc3)
        .array();
  }

  /** From now on it can be run, and not be written. */
  private static int protect(long page) {
    try {
      Errno errno = new ErrnoMemory().next();
      int rights = UringConstants.PROT_READ | UringConstants.PROT_EXEC;
      int result = (int) MPROTECT.invokeExact(errno.segment(), page, (long) PAGE_BYTES, rights);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }
}
