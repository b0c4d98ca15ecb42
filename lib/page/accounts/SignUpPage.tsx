import { HiddenFields } from "@/lib/page/shell/Action.tsx";
import { Notice } from "@/lib/page/shell/Notice.tsx";
import type { Faults } from "./faults.ts";
import { NewPasswordField } from "./NewPasswordField.tsx";
import { TextField } from "./TextField.tsx";

/** Who may sign up here, as the page knows it. */
export type SignUpDoor =
  | { readonly type: "open"; readonly byMail: boolean }
  | { readonly type: "invited"; readonly token: string; readonly email: string }
  | { readonly type: "used_invitation" }
  | { readonly type: "by_invitation" }
  | { readonly type: "closed" };

interface SignUpPageProps {
  readonly door: SignUpDoor;
  readonly email: string;
  readonly name: string;
  readonly faults: Faults;
  /** What was refused that belongs to no field; `null` where nothing was. */
  readonly refusal: string | null;
}

/** Signs up, where that is open, or by an invitation. */
export function SignUpPage(props: SignUpPageProps) {
  const { door } = props;
  switch (door.type) {
    case "open":
      return <SignUpForm {...props} title="Sign up" fields={{}} />;
    case "invited":
      return (
        <SignUpForm
          {...props}
          title="You are invited"
          fields={{ invitation: door.token }}
          email={door.email}
        />
      );
    case "used_invitation":
      return (
        <Shut title="This invitation has ended">
          It was used, withdrawn, or is older than a week. Ask whoever sent it for another one.
        </Shut>
      );
    case "by_invitation":
      return (
        <Shut title="By invitation">
          Accounts of this workspace are made by invitation. Ask one of its admins.
        </Shut>
      );
    case "closed":
      return <Shut title="Nobody can sign up">Accounts of this workspace are closed.</Shut>;
  }
}

function Shut({ title, children }: { readonly title: string; readonly children: string }) {
  return (
    <main class="page door" id="content">
      <h1>{title}</h1>
      <p class="lead">{children}</p>
      <p>
        <a href="/sign-in">Sign in</a>
      </p>
    </main>
  );
}

interface SignUpFormProps extends Omit<SignUpPageProps, "door"> {
  readonly title: string;
  readonly door: SignUpDoor;
  readonly fields: Readonly<Record<string, string>>;
}

function SignUpForm({ title, door, fields, email, name, faults, refusal }: SignUpFormProps) {
  const invited = door.type === "invited";
  const waits = door.type === "open" && door.byMail;
  return (
    <main class="page door" id="content">
      <h1>{title}</h1>
      {invited && <p class="lead">Choose a name and a password, and you are in.</p>}
      {waits && <p class="lead">A link to set your password comes by mail.</p>}
      {refusal !== null && <Notice tone="error">{refusal}</Notice>}
      <form method="post" action="/sign-up">
        <HiddenFields fields={fields} />
        <TextField
          name="email"
          label="E-mail"
          type="email"
          value={email}
          autocomplete="username"
          maxLength={254}
          readOnly={invited}
          fault={faults.email ?? null}
        />
        <TextField
          name="name"
          label="Name"
          value={name}
          autocomplete="name"
          maxLength={100}
          hint="As others in this workspace see you"
          fault={faults.name ?? null}
          autofocus={invited}
        />
        {!waits && <NewPasswordField fault={faults.password ?? null} />}
        <button type="submit" class="primary">{invited ? "Accept" : "Sign up"}</button>
      </form>
      <p class="beside">
        Already here? <a href="/sign-in">Sign in</a>
      </p>
    </main>
  );
}
