// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.packetloom.platform.NamedPipes;
import org.packetloom.platform.Transfer;

/** Named pipes, and pipes without a name, which are named ones too. Safe for use by any thread. */
final class WindowsPipes implements NamedPipes {
  /** What {@link #information} tells: how many instances the pipe has. */
  static final long CURRENT_INSTANCES = offset("CurrentInstances");

  /** What {@link #information} tells: whether an instance listens, is connected or is not. */
  static final long STATE = offset("NamedPipeState");

  private static final long TYPE = offset("NamedPipeType");
  private static final long STATUS_BLOCK = 0;
  private static final long INFORMATION = 16;
  private static final int UNNAMED_BYTES = 65_536;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final WindowsSystem system;

  WindowsPipes(WindowsSystem system) {
    this.system = system;
  }

  private static long offset(String member) {
    return Layouts.offset(PipeLayouts.FILE_PIPE_LOCAL_INFORMATION, member);
  }

  /** What Windows calls a pipe. */
  static String path(String name) {
    return "\\\\.\\pipe\\" + name;
  }

  // ---- named pipes

  @Override
  public int listen(Plan plan) {
    PipeListener[] made = new PipeListener[1];
    int result = PipeListener.open(plan, system, made);
    return result < 0
        ? result
        : system.handles().add(HandleEntry.ofPipe(Constants.INVALID_HANDLE_VALUE, made[0]));
  }

  @Override
  public int client(String name) {
    PipeEnd end = PipeEnd.ofClient(name);
    long none = Constants.INVALID_HANDLE_VALUE;
    return system.handles().add(HandleEntry.ofPipe(none, end));
  }

  /** Connects what {@link #client} has prepared: 0 or the negated error number. */
  static int connect(HandleEntry entry, PipeEnd end, WindowsSystem system) {
    try (Arena arena = Arena.ofConfined()) {
      CallState state = new CallState(arena);
      MemorySegment name = arena.allocateFrom(path(end.target()), StandardCharsets.UTF_16LE);
      // the server learns who we are, and may not act in our name
      int flags =
          Constants.FILE_FLAG_OVERLAPPED
              | PipeConstants.SECURITY_SQOS_PRESENT
              | PipeConstants.SECURITY_IDENTIFICATION;
      int access = Constants.GENERIC_READ | Constants.GENERIC_WRITE;
      long handle = NamedPipeCalls.open(name, access, 0, flags, state);
      if (handle < 0) {
        return (int) handle;
      }
      int type = information(handle, TYPE, system);
      int result = Math.min(type, 0);
      if (type == PipeConstants.FILE_PIPE_MESSAGE_TYPE) {
        MemorySegment mode = arena.allocate(JAVA_INT);
        mode.set(JAVA_INT, 0, PipeConstants.PIPE_READMODE_MESSAGE);
        result = NamedPipeCalls.readMode(handle, mode, state);
        end.mode(Mode.MESSAGE);
      }
      if (result < 0) {
        int unused = Kernel32.close(handle, new CallState(arena));
        return result;
      }
      entry.open(handle);
      return 0;
    }
  }

  @Override
  public int mode(int descriptor, Mode[] into) {
    Optional<PipeEnd> end = PipeEnd.of(system.entry(descriptor));
    if (end.isEmpty()) {
      return -WindowsErrors.ERROR_INVALID_HANDLE;
    }
    into[0] = end.get().mode();
    return 0;
  }

  @Override
  public int peerProcess(int descriptor) {
    HandleEntry entry = system.entry(descriptor);
    Optional<PipeEnd> end = PipeEnd.of(entry);
    if (end.isEmpty()) {
      return -WindowsErrors.ERROR_INVALID_HANDLE;
    }
    Scratch scratch = system.scratches().take();
    try {
      MemorySegment process = scratch.small();
      int result =
          NamedPipeCalls.peer(entry.handle(), end.get().isServer(), process, scratch.state());
      return result < 0 ? result : Math.max(0, process.get(JAVA_INT, 0));
    } finally {
      system.scratches().give(scratch);
    }
  }

  /**
   * What is known of a pipe by one of its ends.
   *
   * @param member which number
   * @return the number, or the negated error number
   */
  static int information(long handle, long member, WindowsSystem system) {
    Scratch scratch = system.scratches().take();
    try {
      long size = PipeLayouts.FILE_PIPE_LOCAL_INFORMATION.byteSize();
      MemorySegment status = scratch.small().asSlice(STATUS_BLOCK, INFORMATION);
      MemorySegment information = scratch.small().asSlice(INFORMATION, size);
      int result =
          NtFiles.query(
              handle, status, information, PipeConstants.FilePipeLocalInformation, scratch.state());
      return NtStatus.isFailure(result)
          ? -NtStatus.error(result)
          : information.get(JAVA_INT, member);
    } finally {
      system.scratches().give(scratch);
    }
  }

  // ---- pipes without a name

  /**
   * Makes a pipe whose name nobody can guess, and nobody else can open: it has one instance, which
   * is the first, and is taken at once. It is used one way; that the writer may read lets it learn
   * that the reader has left.
   *
   * @param two receives the reading and the writing end
   * @return 0 or the negated error number
   */
  int pipe(int[] two) {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    String unique = ProcessHandle.current().pid() + "-" + HexFormat.of().formatHex(random);
    PipeSecurity[] security = new PipeSecurity[1];
    int result = PipeSecurity.open(Optional.empty(), security);
    if (result < 0) {
      return result;
    }
    try (Arena arena = Arena.ofConfined();
        PipeSecurity own = security[0]) {
      MemorySegment name =
          arena.allocateFrom(path("packetloom-" + unique), StandardCharsets.UTF_16LE);
      return pipe(name, own, new CallState(arena), two);
    }
  }

  private int pipe(MemorySegment name, PipeSecurity security, CallState state, int[] two) {
    int flags = Constants.FILE_FLAG_OVERLAPPED;
    long reader =
        NamedPipeCalls.create(
            name,
            PipeConstants.PIPE_ACCESS_DUPLEX | PipeConstants.FILE_FLAG_FIRST_PIPE_INSTANCE | flags,
            PipeConstants.PIPE_REJECT_REMOTE_CLIENTS,
            1,
            UNNAMED_BYTES,
            UNNAMED_BYTES,
            security.attributes(),
            state);
    if (reader < 0) {
      return (int) reader;
    }
    int access = Constants.GENERIC_READ | Constants.GENERIC_WRITE;
    long writer = NamedPipeCalls.open(name, access, 0, flags, state);
    if (writer < 0) {
      int unused = Kernel32.close(reader, state);
      return (int) writer;
    }
    two[0] = system.handles().add(HandleEntry.ofPipe(reader, PipeEnd.ofReader()));
    two[1] = system.handles().add(HandleEntry.ofPipe(writer, PipeEnd.ofWriter()));
    return 0;
  }

  // ---- both

  /** The bytes that can be read at once, or the negated error number; 0 at the end. */
  int available(HandleEntry entry) {
    Scratch scratch = system.scratches().take();
    try {
      int there = peek(entry.handle(), MemorySegment.NULL, 0, scratch);
      return isEnd(there) ? 0 : there;
    } finally {
      system.scratches().give(scratch);
    }
  }

  /**
   * Looks at what can be read.
   *
   * @param into receives a copy
   * @param scratch where the numbers go
   * @return how many bytes are there, or the negated error number
   */
  static int peek(long handle, MemorySegment into, int most, Scratch scratch) {
    int result = NamedPipeCalls.peek(handle, into, most, scratch.small(), scratch.state());
    return result < 0 ? result : scratch.small().get(JAVA_INT, 4);
  }

  /** How many bytes the last look has copied. */
  static int peeked(Scratch scratch) {
    return scratch.small().get(JAVA_INT, 0);
  }

  /** Whether a failed read means the end: the other end was closed, and nothing is left. */
  static boolean isEnd(int result) {
    return result == -WindowsErrors.ERROR_BROKEN_PIPE
        || result == -WindowsErrors.ERROR_PIPE_NOT_CONNECTED
        || result == -WindowsErrors.ERROR_HANDLE_EOF;
  }

  /**
   * Ends directions. The one of reading is ours alone. An empty message ends that of writing, which
   * pipes of bytes do not have.
   */
  int shutdown(HandleEntry entry, int directions) {
    Optional<PipeEnd> pipe = PipeEnd.of(entry);
    if (pipe.isEmpty()) {
      return -WindowsErrors.ERROR_INVALID_HANDLE;
    }
    return (directions & Transfer.WRITE) == 0 ? 0 : endWriting(entry, pipe.get());
  }

  private int endWriting(HandleEntry entry, PipeEnd end) {
    if (end.mode() == Mode.BYTE) {
      return -WindowsErrors.ERROR_NOT_SUPPORTED;
    }
    if (end.hasEnded()) {
      return 0;
    }
    end.end();
    Scratch scratch = system.scratches().take();
    try {
      int result = PipeAttempt.write(entry.handle(), 0, scratch);
      return isEnd(result) || result == -WindowsErrors.ERROR_NO_DATA ? 0 : Math.min(result, 0);
    } finally {
      system.scratches().give(scratch);
    }
  }

  // ---- files

  /** As {@link org.packetloom.platform.Descriptors#openFile}. */
  int openFile(String path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path, StandardCharsets.UTF_16LE);
      int sharing =
          Constants.FILE_SHARE_READ | Constants.FILE_SHARE_WRITE | Constants.FILE_SHARE_DELETE;
      long handle =
          NamedPipeCalls.open(name, Constants.GENERIC_READ, sharing, 0, new CallState(arena));
      return handle < 0 ? (int) handle : system.handles().add(HandleEntry.ofFile(handle));
    }
  }
}
